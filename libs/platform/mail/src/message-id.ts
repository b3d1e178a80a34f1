import { v5 as uuidv5 } from 'uuid';

/** Our own name space for `uuidv5`: the same key always gives the same id. */
const nameSpace = '2f6d1c4e-6c0b-4f0e-9d5a-3b1f0a7c9e21';

/** `Message-ID` of the mail (or thread) with this key: a copy sent twice is the same message to every mail program. */
export function messageIdOf(key: string, domain: string): string {
  return `<${uuidv5(key, nameSpace)}@${domain}>`;
}
