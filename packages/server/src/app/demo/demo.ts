import type { Server } from '../server.ts';

export async function fillDemo(_server: Server, _say: (line: string) => void): Promise<void> {}
export async function demoLinks(_server: Server): Promise<string[]> {
  return [];
}
