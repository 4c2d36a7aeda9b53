import { Refusal } from '@countinghouse/protocol';
import { hash, verify } from '@node-rs/argon2';

export const passwordLengthMin = 10;

/** OWASP's parameters for argon2id (Password Storage Cheat Sheet): 19 MiB, two passes, one lane. */
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Throws `password_too_weak`. */
export function checkPassword(password: string, login: string): void {
  const isMonotone = new Set(password).size < 4;
  if (password.length < passwordLengthMin || isMonotone || password.toLowerCase().includes(login.toLowerCase())) {
    throw new Refusal(
      'password_too_weak',
      `at least ${passwordLengthMin} characters, four of them different, without the login`,
      {
        lengthMin: String(passwordLengthMin),
      },
    );
  }
}

export const hashPassword = (password: string): Promise<string> => hash(password, options);

let decoy: Promise<string> | undefined;

/** Takes as long for an unknown account as for a known one. */
export async function isPassword(password: string, stored: string | null | undefined): Promise<boolean> {
  decoy ??= hashPassword('nobody has this password');
  const isRight = await verify(stored ?? (await decoy), password);
  return isRight && stored !== null && stored !== undefined;
}
