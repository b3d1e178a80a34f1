import type { HttpResourceRequest } from '@angular/common/http';

/** A reading function of the generated client: its path, its parameters and what it answers are one type. */
export interface ApiGet<P, R> {
  (...call: [http: never, rootUrl: string, params: P, ...rest: never[]]): { subscribe: unknown } & ApiAnswer<R>;
  readonly PATH: string;
}
type ApiAnswer<R> = { forEach(next: (value: { readonly body: R }) => void): Promise<void> };

/**
 * The request of a generated path: names in braces are filled (percent-encoded) from the parameters, the others
 * become the query; what is undefined, null or empty is left out.
 * @throws Error when a name of the path has no value.
 */
export function requestOf(path: string, parameters: object): HttpResourceRequest {
  const rest = new Map<string, unknown>(Object.entries(parameters));
  const url = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest.get(name);
    if (value === undefined || value === null) throw new Error(`${path} needs ${name}.`);
    rest.delete(name);
    return encodeURIComponent(textOf(value));
  });
  const params: Record<string, string> = {};
  for (const [name, value] of rest) {
    if (value !== undefined && value !== null && value !== '') params[name] = textOf(value);
  }
  return { url, params };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
