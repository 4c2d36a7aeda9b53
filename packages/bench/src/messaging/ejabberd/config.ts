export interface EjabberdPlace {
  /** Of its WebSocket, on 127.0.0.1. */
  port: number;
  databaseUrl: string;
}

export const ejabberdHost = 'localhost';
export const ejabberdRooms = `conference.${ejabberdHost}`;

/**
 * As fast as its documentation lets it be, with what we promise too: every message of a room is in the archive in
 * PostgreSQL. No shapers, no anti-flood module, nothing else loaded. JSON is YAML.
 */
export function ejabberdConfig({ port, databaseUrl }: EjabberdPlace): string {
  const database = new URL(databaseUrl);
  return JSON.stringify(
    {
      hosts: [ejabberdHost],
      loglevel: 'error',
      log_rotate_count: 0,
      listen: [{ port, ip: '127.0.0.1', module: 'ejabberd_http', request_handlers: { '/ws': 'ejabberd_http_ws' } }],
      auth_method: ['anonymous'],
      anonymous_protocol: 'sasl_anon',
      allow_multiple_connections: true,
      default_db: 'sql',
      sql_type: 'pgsql',
      sql_server: database.hostname,
      sql_port: Number(database.port),
      sql_database: database.pathname.slice(1),
      sql_username: decodeURIComponent(database.username),
      sql_password: decodeURIComponent(database.password),
      access_rules: { everybody: [{ allow: 'all' }] },
      shaper: {},
      shaper_rules: { max_user_sessions: 100_000, c2s_shaper: 'none' },
      modules: {
        mod_mam: { db_type: 'sql', default: 'always' },
        mod_muc: {
          access: 'everybody',
          access_create: 'everybody',
          access_persistent: 'everybody',
          access_mam: 'everybody',
          default_room_options: { persistent: true, mam: true, max_users: 5000, allow_change_subj: false },
          max_users: 5000,
          min_message_interval: 0,
          min_presence_interval: 0,
        },
      },
    },
    null,
    2,
  );
}
