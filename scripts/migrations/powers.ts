import { forbid } from './problem.ts';

/** What only a superuser may do, and settings that reach beyond the migration. */
export const powers = forbid('inside', [
  [
    /\b(?:create|alter)\s+(?:role|user)\b[^;]*\b(?:no)?superuser\b/,
    'superuser attributes are not postgres’s to give or take',
  ],
  [
    /\b(?:alter|drop)\s+(?:role|user)\s+(?:anon|authenticated|authenticator|service_role|postgres|supabase_\w+)\b/,
    'a role of the platform',
  ],
  [/\bpassword\s+'/, 'a password in a migration is a password in the repository; operators set it'],
  [
    /\bset\s+(?:(?:local|session)\s+)?(?:role|session\s+authorization)\b/,
    'migrations run as postgres throughout',
  ],
  [/\breassign\s+owned\b/, 'everything belongs to postgres'],
  [/\bdrop\s+owned\b/, 'takes more than it names'],
  [/\bsession_replication_role\b/, 'switches triggers and foreign keys off'],
  [/\balter\s+(?:system|database)\b/, 'settings of the server are the operators’'],
  [/\bgrant\s+[^;]*\bsupabase_\w+\s+to\b/, 'roles that own managed schemas are not postgres’s to pass on'],
  [
    /\bgrant\s+[^;]*\bpg_(?:read_all_data|write_all_data|monitor|signal_backend|execute_server_program|(?:read|write)_server_files)\b/,
    'rights over the whole server',
  ],
  [/\bowner\s+to\s+(?!postgres\b)\w+/, 'everything belongs to postgres'],
  [/\bcreate\s+event\s+trigger\b/, 'event triggers are a superuser’s'],
  [
    /\bcreate\s+(?:or\s+replace\s+)?(?:trusted\s+)?(?:procedural\s+)?language\b/,
    'languages are a superuser’s',
  ],
  [/\blanguage\s+(?:c|internal|plpython3?u|plperlu)\b/, 'untrusted languages are a superuser’s'],
  [/\bleakproof\b/, 'LEAKPROOF is a superuser’s to promise'],
  [
    /\bcreate\s+(?:tablespace|subscription|access\s+method|foreign\s+data\s+wrapper|operator\s+class)\b/,
    'a superuser’s',
  ],
  [/\bcreate\s+publication\b[^;]*\bfor\s+all\s+tables\b/, 'FOR ALL TABLES is a superuser’s'],
  [/\bcopy\s[^;]*\b(?:from|to)\s+(?:program\b|')/, 'the server’s files and programs are out of reach'],
  [
    /\b(?:pg_read_(?:binary_)?file|pg_ls_dir|pg_stat_file|lo_import|lo_export|dblink_connect)\s*\(/,
    'the server’s files and other databases are out of reach',
  ],
]);
