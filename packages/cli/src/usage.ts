/** Called in a way that means nothing: exit code 2, together with a pointer to `--help`. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Something stands in the way that is not the server's refusal: exit code 1. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

export const usage = `Administration of Countinghouse over its HTTP API.

usage: npm run admin -- COMMAND [--json]

  sign-in LINK                      sign in with a one-time link
  sign-in URL [--login LOGIN]       sign in with a password, which is asked for
  sign-out                          end this session and forget it
  people list [--active]            accounts with their roles
  people add LOGIN --name NAME --title TITLE [--role ROLE]... [--name-en NAME] [--title-en TITLE]
             [--department NAME] [--guest]
                                    add a person; prints their one-time sign-in link
  people roles LOGIN ROLE...        replace the roles of a person (none: --none)
  people link LOGIN                 a new one-time sign-in link
  people deactivate LOGIN --yes     cut a person off; there is no way back
  sessions list                     your own sessions
  sessions revoke ID                end one of your own sessions
  audit export FILE                 the whole audit log; check it with: npm run verify-audit -- FILE

  --json    print one JSON object instead of text
  --help    this text

roles: staff manager finance management system_admin security_admin audit_admin guest
exit codes: 0 done, 1 refused or not reachable, 2 called wrongly
`;
