-- Conversations, their members, messages, reactions, mentions.

create table public.conversations (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  id uuid not null,
  kind text not null check (kind in ('public', 'private', 'direct')),
  name text check (length(name) between 1 and 80 and name = lower(name) and name !~ '[[:space:][:cntrl:]#@<>/\\"]'),
  topic text not null default '' check (length(topic) <= 250),
  direct_key text,
  seq bigint not null default 0,
  version bigint not null default 0,
  epoch integer not null default 1,
  topic_id uuid not null default gen_random_uuid() unique,
  created_by uuid,
  archived_at timestamptz(3),
  last_message_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, created_by) references public.memberships (workspace_id, id),
  check ((kind = 'direct') = (name is null)),
  check ((kind = 'direct') = (direct_key is not null))
);
create unique index conversations_name on public.conversations (workspace_id, name)
  where kind = 'public' and archived_at is null;
create unique index conversations_direct on public.conversations (workspace_id, direct_key);
create index conversations_creator on public.conversations (workspace_id, created_by);
comment on table public.conversations is 'Anything with messages.';
comment on column public.conversations.workspace_id is 'The tenant.';
comment on column public.conversations.id is 'UUID v7 made by the client.';
comment on column public.conversations.kind is 'public: every insider reads; private: its members; direct: a fixed set of people.';
comment on column public.conversations.name is 'Channel name; direct messages have none.';
comment on column public.conversations.topic is 'What it is about.';
comment on column public.conversations.direct_key is 'The sorted member ids of a direct message, so that there is one per set of people.';
comment on column public.conversations.seq is 'Number of the last message; messages count without gaps.';
comment on column public.conversations.version is 'Number of the last event (message, edit, deletion, reaction); counts without gaps.';
comment on column public.conversations.epoch is 'Part of the realtime topic; raised when somebody loses access.';
comment on column public.conversations.topic_id is 'Names the realtime topic. Made here and unique everywhere, unlike ids, which are unique within a workspace only.';
comment on column public.conversations.created_by is 'The member who made it.';
comment on column public.conversations.archived_at is 'When it was archived: readable, closed for posting.';
comment on column public.conversations.last_message_at is 'When the last message came.';
comment on column public.conversations.created_at is 'When it was made.';

create table public.conversation_members (
  workspace_id uuid not null,
  conversation_id uuid not null,
  member_id uuid not null,
  last_read_seq bigint not null default 0 check (last_read_seq >= 0),
  created_at timestamptz(3) not null default now(),
  primary key (workspace_id, conversation_id, member_id),
  foreign key (workspace_id, conversation_id) references public.conversations (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id) references public.memberships (workspace_id, id) on delete cascade
);
create index conversation_members_member on public.conversation_members (workspace_id, member_id, conversation_id);
comment on table public.conversation_members is 'Who belongs to a conversation, and how far they have read.';
comment on column public.conversation_members.workspace_id is 'The tenant.';
comment on column public.conversation_members.conversation_id is 'The conversation.';
comment on column public.conversation_members.member_id is 'The member.';
comment on column public.conversation_members.last_read_seq is 'Everything up to this message is read.';
comment on column public.conversation_members.created_at is 'When they joined.';

create table public.messages (
  workspace_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  seq bigint not null,
  version bigint not null,
  author_id uuid not null,
  body text not null check (length(body) <= 12000),
  created_at timestamptz(3) not null default now(),
  edited_at timestamptz(3),
  deleted_at timestamptz(3),
  search tsvector generated always as (to_tsvector('simple'::regconfig, body)) stored,
  primary key (workspace_id, id),
  unique (workspace_id, conversation_id, id),
  foreign key (workspace_id, conversation_id) references public.conversations (workspace_id, id) on delete cascade,
  foreign key (workspace_id, author_id) references public.memberships (workspace_id, id),
  check (deleted_at is not null or length(btrim(body, E' \t\r\n')) > 0)
);
create unique index messages_seq on public.messages (workspace_id, conversation_id, seq);
create index messages_version on public.messages (workspace_id, conversation_id, version);
create index messages_author on public.messages (workspace_id, author_id);
create index messages_search on public.messages using gin (search);
comment on table public.messages is 'What people say. Order is by seq.';
comment on column public.messages.workspace_id is 'The tenant.';
comment on column public.messages.id is 'UUID v7 made by the client: also the key of repeats and of the optimistic echo.';
comment on column public.messages.conversation_id is 'Where it was said.';
comment on column public.messages.seq is 'Place in the conversation, from 1, without gaps.';
comment on column public.messages.version is 'The conversation''s version when the message or its reactions last changed.';
comment on column public.messages.author_id is 'The member who said it.';
comment on column public.messages.body is 'Markdown; people are mentioned as <@member id>. Empty once deleted.';
comment on column public.messages.created_at is 'When it was taken in.';
comment on column public.messages.edited_at is 'When it was last edited.';
comment on column public.messages.deleted_at is 'When it was deleted.';
comment on column public.messages.search is 'Words of the body.';

create table public.message_revisions (
  workspace_id uuid not null,
  conversation_id uuid not null,
  message_id uuid not null,
  version bigint not null,
  body text not null,
  replaced_at timestamptz(3) not null default now(),
  primary key (workspace_id, message_id, version),
  foreign key (workspace_id, conversation_id, message_id)
    references public.messages (workspace_id, conversation_id, id) on delete cascade
);
create index message_revisions_message on public.message_revisions (workspace_id, conversation_id, message_id);
comment on table public.message_revisions is 'What edited messages said before.';
comment on column public.message_revisions.workspace_id is 'The tenant.';
comment on column public.message_revisions.conversation_id is 'The conversation.';
comment on column public.message_revisions.message_id is 'The message.';
comment on column public.message_revisions.version is 'The version that was replaced.';
comment on column public.message_revisions.body is 'What it said.';
comment on column public.message_revisions.replaced_at is 'When it was replaced.';

create table public.reactions (
  workspace_id uuid not null,
  conversation_id uuid not null,
  message_id uuid not null,
  member_id uuid not null,
  emoji text not null check (length(emoji) <= 32 and octet_length(emoji) > length(emoji) and emoji !~ '[[:alpha:][:space:]<>&"'']'),
  created_at timestamptz(3) not null default now(),
  primary key (workspace_id, message_id, member_id, emoji),
  foreign key (workspace_id, conversation_id, message_id)
    references public.messages (workspace_id, conversation_id, id) on delete cascade,
  foreign key (workspace_id, member_id) references public.memberships (workspace_id, id) on delete cascade
);
create index reactions_message on public.reactions (workspace_id, conversation_id, message_id);
create index reactions_member on public.reactions (workspace_id, member_id);
comment on table public.reactions is 'Emoji that people put on messages.';
comment on column public.reactions.workspace_id is 'The tenant.';
comment on column public.reactions.conversation_id is 'The conversation.';
comment on column public.reactions.message_id is 'The message.';
comment on column public.reactions.member_id is 'Who reacted.';
comment on column public.reactions.emoji is 'The emoji itself, not a name.';
comment on column public.reactions.created_at is 'When.';

create table public.mentions (
  workspace_id uuid not null,
  conversation_id uuid not null,
  message_id uuid not null,
  member_id uuid not null,
  seq bigint not null,
  primary key (workspace_id, member_id, conversation_id, seq),
  foreign key (workspace_id, conversation_id, message_id)
    references public.messages (workspace_id, conversation_id, id) on delete cascade,
  foreign key (workspace_id, member_id) references public.memberships (workspace_id, id) on delete cascade
);
create index mentions_message on public.mentions (workspace_id, conversation_id, message_id);
comment on table public.mentions is 'Who is named in which message: what mention counts are made of.';
comment on column public.mentions.workspace_id is 'The tenant.';
comment on column public.mentions.conversation_id is 'The conversation.';
comment on column public.mentions.message_id is 'The message.';
comment on column public.mentions.member_id is 'Who is named.';
comment on column public.mentions.seq is 'The message''s place, to compare with how far one has read.';

alter table public.conversations enable row level security;
alter table public.conversations force row level security;
alter table public.conversation_members enable row level security;
alter table public.conversation_members force row level security;
alter table public.messages enable row level security;
alter table public.messages force row level security;
alter table public.message_revisions enable row level security;
alter table public.message_revisions force row level security;
alter table public.reactions enable row level security;
alter table public.reactions force row level security;
alter table public.mentions enable row level security;
alter table public.mentions force row level security;
