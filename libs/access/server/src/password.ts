import { hash, verify } from '@node-rs/argon2';

/** argon2id with the parameters of the OWASP password storage cheat sheet (19 MiB, 2 passes, 1 lane). */
const argon2id = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const nobody = hash('nobody has this password', argon2id);

export const hashPassword = (password: string): Promise<string> => hash(password, argon2id);

/** Takes the same time whether there is such a user or not. */
export async function passwordFits(storedHash: string | undefined, password: string): Promise<boolean> {
  const fits = await verify(storedHash ?? (await nobody), password);
  return fits && storedHash !== undefined;
}
