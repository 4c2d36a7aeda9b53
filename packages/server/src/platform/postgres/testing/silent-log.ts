import type { PostgresLog } from '../log.ts';

const ignore = () => undefined;

export const silentLog: PostgresLog = { debug: ignore, info: ignore, warn: ignore, error: ignore };
