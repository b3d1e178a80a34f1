/** What is wrong with a document, and where. */
export interface Problem {
  /** JSON Pointer (RFC 6901) to the value that is wrong; to the object where a field is missing its name is appended. */
  readonly pointer: string;
  /** A sentence for a person. Never holds text of the document, which may be private or unprintable. */
  readonly detail: string;
}

/** More than these are not listed for one document: the list is for a person. */
export const mostProblems = 20;
