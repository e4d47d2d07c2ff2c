-- People, workspaces, roles, permissions, memberships, features.

create table public.profiles (
  id uuid primary key references auth.users (id) on delete cascade,
  name text not null default '' check (length(name) <= 80),
  time_zone text not null default 'UTC' check (length(time_zone) <= 64),
  sound boolean not null default true,
  epoch integer not null default 1,
  created_at timestamptz(3) not null default now()
);
comment on table public.profiles is 'A person who can sign in, and their preferences. Name, title and phone at work belong to memberships.';
comment on column public.profiles.id is 'The sign-in (auth.users).';
comment on column public.profiles.name is 'The name that new memberships start with.';
comment on column public.profiles.time_zone is 'IANA zone.';
comment on column public.profiles.sound is 'Whether notices make a sound.';
comment on column public.profiles.epoch is 'Part of the person''s realtime topic; raising it cuts every open socket off.';
comment on column public.profiles.created_at is 'When the person signed up.';

create function private.add_profile()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  insert into public.profiles (id, name)
  values (new.id, left(coalesce(new.raw_user_meta_data ->> 'name', ''), 80))
  on conflict (id) do nothing;
  return new;
end
$$;
comment on function private.add_profile() is 'Gives every new sign-in a profile.';
create trigger add_profile after insert on auth.users for each row execute function private.add_profile();

create table public.permissions (
  key text primary key,
  description text not null
);
comment on table public.permissions is 'The one list of what a role may allow.';
comment on column public.permissions.key is 'Plural and verb, for example messages.post.';
comment on column public.permissions.description is 'What it allows, for the people who compose roles.';
insert into public.permissions (key, description) values
  ('workspace.manage', 'Change the workspace''s name, address and features'),
  ('members.invite', 'Invite people and revoke invitations'),
  ('members.manage', 'Change roles, suspend and remove people'),
  ('audit.read', 'Read the audit log'),
  ('channels.create', 'Create channels'),
  ('channels.manage', 'Rename, archive and convert channels, remove people from them'),
  ('conversations.direct', 'Start direct messages'),
  ('messages.post', 'Post in conversations one belongs to'),
  ('messages.moderate', 'Delete other people''s messages in conversations one belongs to');

create table public.features (
  key text primary key,
  description text not null,
  is_default boolean not null
);
comment on table public.features is 'The one list of features a workspace can switch.';
comment on column public.features.key is 'Name of the feature.';
comment on column public.features.description is 'What it brings.';
comment on column public.features.is_default is 'Whether a new workspace starts with it.';
insert into public.features (key, description, is_default) values
  ('chat', 'Channels and direct messages', true);

create table public.workspaces (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?$'),
  name text not null check (length(btrim(name)) between 1 and 80),
  min_aal text not null default 'aal1' check (min_aal in ('aal1', 'aal2')),
  epoch integer not null default 1,
  created_by uuid references auth.users (id) on delete set null default auth.uid(),
  created_at timestamptz(3) not null default now()
);
comment on table public.workspaces is 'The tenant: one organisation, which owns all its data.';
comment on column public.workspaces.id is 'UUID v7 made by the client.';
comment on column public.workspaces.slug is 'Part of the address: /w/<slug>.';
comment on column public.workspaces.name is 'What people call it.';
comment on column public.workspaces.min_aal is 'Assurance level every session needs here.';
comment on column public.workspaces.epoch is 'Part of the topics of the workspace and its public channels; raised when someone loses access.';
comment on column public.workspaces.created_by is 'Who founded it.';
comment on column public.workspaces.created_at is 'When.';

create table public.workspace_features (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  feature text not null references public.features (key),
  is_enabled boolean not null,
  primary key (workspace_id, feature)
);
comment on table public.workspace_features is 'Which features a workspace has switched on.';
comment on column public.workspace_features.workspace_id is 'The tenant.';
comment on column public.workspace_features.feature is 'The feature.';
comment on column public.workspace_features.is_enabled is 'Off hides it and refuses it.';

create table public.roles (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  id uuid not null default gen_random_uuid(),
  key text not null check (key ~ '^[a-z][a-z0-9-]{0,39}$'),
  name text not null check (length(btrim(name)) between 1 and 40),
  rank smallint not null,
  is_insider boolean not null,
  is_built_in boolean not null default false,
  primary key (workspace_id, id),
  unique (workspace_id, key)
);
comment on table public.roles is 'Built-in roles and those a workspace makes.';
comment on column public.roles.workspace_id is 'The tenant.';
comment on column public.roles.id is 'Id within the workspace.';
comment on column public.roles.key is 'Stable name: owner, admin, lead, member, consultant, client, guest or one of the workspace''s.';
comment on column public.roles.name is 'What people read.';
comment on column public.roles.rank is 'Higher stands above lower; nobody manages their own rank or above.';
comment on column public.roles.is_insider is 'Insiders see the directory and the public channels; outsiders only what names them.';
comment on column public.roles.is_built_in is 'Made with the workspace, cannot be removed.';

create table public.role_permissions (
  workspace_id uuid not null,
  role_id uuid not null,
  permission text not null references public.permissions (key),
  primary key (workspace_id, role_id, permission),
  foreign key (workspace_id, role_id) references public.roles (workspace_id, id) on delete cascade
);
comment on table public.role_permissions is 'What each role allows.';
comment on column public.role_permissions.workspace_id is 'The tenant.';
comment on column public.role_permissions.role_id is 'The role.';
comment on column public.role_permissions.permission is 'The permission.';

create table public.memberships (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  id uuid not null default gen_random_uuid(),
  user_id uuid not null references public.profiles (id) on delete cascade,
  role_id uuid not null,
  status text not null default 'active' check (status in ('active', 'suspended', 'removed')),
  name text not null check (length(btrim(name)) between 1 and 80),
  title text not null default '' check (length(title) <= 80),
  is_checklist_hidden boolean not null default false,
  created_at timestamptz(3) not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, user_id),
  foreign key (workspace_id, role_id) references public.roles (workspace_id, id)
);
create index memberships_user on public.memberships (user_id) where status = 'active';
create index memberships_role on public.memberships (workspace_id, role_id);
comment on table public.memberships is 'A person''s belonging to one workspace, with one role. Removed ones stay, since their content does.';
comment on column public.memberships.workspace_id is 'The tenant.';
comment on column public.memberships.id is 'Id within the workspace: what messages and mentions refer to.';
comment on column public.memberships.user_id is 'The person.';
comment on column public.memberships.role_id is 'Their role here.';
comment on column public.memberships.status is 'active, suspended or removed.';
comment on column public.memberships.name is 'Name shown here.';
comment on column public.memberships.title is 'What they do here.';
comment on column public.memberships.is_checklist_hidden is 'Whether they have put the first-run checklist away.';
comment on column public.memberships.created_at is 'When they joined.';

alter table public.profiles enable row level security;
alter table public.profiles force row level security;
alter table public.permissions enable row level security;
alter table public.permissions force row level security;
alter table public.features enable row level security;
alter table public.features force row level security;
alter table public.workspaces enable row level security;
alter table public.workspaces force row level security;
alter table public.workspace_features enable row level security;
alter table public.workspace_features force row level security;
alter table public.roles enable row level security;
alter table public.roles force row level security;
alter table public.role_permissions enable row level security;
alter table public.role_permissions force row level security;
alter table public.memberships enable row level security;
alter table public.memberships force row level security;
