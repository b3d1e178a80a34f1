/** mjml 5 ships no types. Only what render.ts uses. */
declare module 'mjml' {
  interface MjmlResult {
    html: string;
    errors: { formattedMessage: string }[];
  }
  interface MjmlOptions {
    validationLevel?: 'strict' | 'soft' | 'skip';
    minify?: boolean;
    ignoreIncludes?: boolean;
    fonts?: Record<string, string>;
    keepComments?: boolean;
  }
  export default function mjml2html(source: string, options?: MjmlOptions): Promise<MjmlResult>;
}
