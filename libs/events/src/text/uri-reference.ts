const pchar = "(?:[A-Za-z0-9\\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})";
const pcharNoColon = "(?:[A-Za-z0-9\\-._~!$&'()*+,;=@]|%[0-9A-Fa-f]{2})";
const userinfo = "(?:[A-Za-z0-9\\-._~!$&'()*+,;=:]|%[0-9A-Fa-f]{2})*";
const host = "(?:\\[[0-9A-Fa-fvV:.]+\\]|(?:[A-Za-z0-9\\-._~!$&'()*+,;=]|%[0-9A-Fa-f]{2})*)";
const authority = `//(?:${userinfo}@)?${host}(?::[0-9]*)?(?:/${pchar}*)*`;
const absolutePath = `/(?:${pchar}+(?:/${pchar}*)*)?`;
const tail =
  "(?:\\?(?:[A-Za-z0-9\\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*)?(?:#(?:[A-Za-z0-9\\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*)?";
const rootless = `${pchar}+(?:/${pchar}*)*`;
const rootlessNoScheme = `${pcharNoColon}+(?:/${pchar}*)*`;
const reference = new RegExp(
  `^(?:[A-Za-z][A-Za-z0-9+.\\-]*:(?:${authority}|${absolutePath}|${rootless})?|${authority}|${absolutePath}|${rootlessNoScheme})?${tail}$`,
);

/** Whether the text is a URI reference (RFC 3986 §4.1): absolute or relative, ASCII, percent signs only before two hex digits. */
export function isUriReference(text: string): boolean {
  return reference.test(text);
}
