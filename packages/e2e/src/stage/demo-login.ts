/** Logins of the demonstration's people. */
export type DemoLogin = 'li' | 'wang' | 'zhao' | 'chen' | 'lin' | 'sun' | 'wu' | 'zhou' | 'he' | 'zheng' | 'xu' | 'liu';
