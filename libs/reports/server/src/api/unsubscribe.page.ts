type State = { readonly kind: 'ask' | 'done'; readonly email: string } | { readonly kind: 'wrong' };

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The page behind a mail's unsubscribe link: works without script, and posts to its own address. */
export function unsubscribePage(state: State): string {
  const body =
    state.kind === 'ask'
      ? `<h1>No more mail to ${escaped(state.email)}?</h1>
         <p>Session reports, roll-ups and alerts will no longer be sent to this address.</p>
         <form method="post"><button type="submit">Unsubscribe</button></form>`
      : state.kind === 'done'
        ? `<h1>Done</h1><p>${escaped(state.email)} gets no more mail. An administrator can undo this in Settings.</p>`
        : `<h1>This link does not work</h1><p>It may have been cut off by the mail program. An administrator can stop the mail in Settings.</p>`;
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" /><meta name="viewport" content="width=device-width" /><meta name="robots" content="noindex" />
    <title>Unsubscribe – Tutor quality</title>
    <style>
      :root { color-scheme: light dark; }
      body { font: 1rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 10vh auto; padding: 0 1rem; overflow-wrap: anywhere; }
      button { font: inherit; min-height: 44px; padding: 0 1.5rem; }
    </style>
  </head>
  <body><main>${body}</main></body>
</html>
`;
}
