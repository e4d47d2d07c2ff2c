-- Rooms with a short code, calls in them, who sits where, who was called, and how well it went.

insert into public.permissions (key, description) values ('calls.start', 'Start calls and open meeting rooms');
insert into public.features (key, description, is_default) values ('meetings', 'Calls and meeting rooms', true);
insert into public.workspace_features (workspace_id, feature, is_enabled)
  select w.id, 'meetings', true from public.workspaces w;
insert into public.role_permissions (workspace_id, role_id, permission)
  select r.workspace_id, r.id, 'calls.start' from public.roles r
  where r.is_built_in and r.key in ('owner', 'admin', 'lead', 'member', 'consultant', 'client');

create or replace function private.built_in_roles()
returns table (key text, name text, rank smallint, is_insider boolean, permissions text[])
language sql immutable set search_path = ''
as $$
  values
    ('owner', 'Owner', 100::smallint, true, array['workspace.manage', 'members.invite', 'members.manage', 'audit.read',
      'channels.create', 'channels.manage', 'conversations.direct', 'messages.post', 'messages.moderate', 'calls.start']),
    ('admin', 'Admin', 80::smallint, true, array['workspace.manage', 'members.invite', 'members.manage', 'audit.read',
      'channels.create', 'channels.manage', 'conversations.direct', 'messages.post', 'messages.moderate', 'calls.start']),
    ('lead', 'Lead', 60::smallint, true, array['members.invite', 'channels.create', 'channels.manage',
      'conversations.direct', 'messages.post', 'calls.start']),
    ('member', 'Member', 40::smallint, true, array['channels.create', 'conversations.direct', 'messages.post', 'calls.start']),
    ('consultant', 'Consultant', 20::smallint, false, array['messages.post', 'calls.start']),
    ('client', 'Client', 20::smallint, false, array['messages.post', 'calls.start']),
    ('guest', 'Guest', 10::smallint, false, array['messages.post'])
$$;

create table public.rooms (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  id uuid not null,
  code text not null unique check (code ~ '^[a-hjkmnp-z]{3}-[a-hjkmnp-z]{4}-[a-hjkmnp-z]{3}$'),
  name text not null default '' check (length(name) <= 80),
  conversation_id uuid,
  created_by uuid not null,
  topic_id uuid not null default gen_random_uuid() unique,
  created_at timestamptz(3) not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, conversation_id) references public.conversations (workspace_id, id) on delete cascade,
  foreign key (workspace_id, created_by) references public.memberships (workspace_id, id)
);
create unique index rooms_conversation on public.rooms (workspace_id, conversation_id);
create index rooms_creator on public.rooms (workspace_id, created_by);
comment on table public.rooms is 'A permanent place with a short code where calls happen: of a conversation, or open to members who know its code.';
comment on column public.rooms.workspace_id is 'The tenant.';
comment on column public.rooms.id is 'UUID v7 made by the client.';
comment on column public.rooms.code is 'Ten letters that are not mistaken for one another, made here: /meet/<code>.';
comment on column public.rooms.name is 'What people call it; empty where the conversation names it.';
comment on column public.rooms.conversation_id is 'The conversation whose calls happen here; who sees that may enter. Null: who knows the code.';
comment on column public.rooms.created_by is 'The member who opened it.';
comment on column public.rooms.topic_id is 'Names the realtime topic, together with the epoch of the conversation, or of the workspace where there is none.';
comment on column public.rooms.created_at is 'When.';

create table public.calls (
  workspace_id uuid not null,
  id uuid not null,
  room_id uuid not null,
  kind text not null check (kind in ('voice', 'video')),
  started_by uuid not null,
  version bigint not null default 1,
  started_at timestamptz(3) not null default now(),
  silent_at timestamptz(3),
  ended_at timestamptz(3),
  end_reason text check (end_reason in ('ended', 'empty', 'unanswered', 'declined')),
  primary key (workspace_id, id),
  foreign key (workspace_id, room_id) references public.rooms (workspace_id, id) on delete cascade,
  foreign key (workspace_id, started_by) references public.memberships (workspace_id, id),
  check ((ended_at is null) = (end_reason is null))
);
create unique index calls_live on public.calls (workspace_id, room_id) where ended_at is null;
create index calls_room on public.calls (workspace_id, room_id, started_at);
create index calls_newest on public.calls (workspace_id, started_at desc, id desc);
create index calls_starter on public.calls (workspace_id, started_by);
comment on table public.calls is 'One session in a room, from the first who joins to the last who leaves.';
comment on column public.calls.workspace_id is 'The tenant.';
comment on column public.calls.id is 'UUID v7 made by the client.';
comment on column public.calls.room_id is 'Where.';
comment on column public.calls.kind is 'voice: cameras start off; video: on.';
comment on column public.calls.started_by is 'Who started it.';
comment on column public.calls.version is 'Grows with every change of the call or of who is in it.';
comment on column public.calls.started_at is 'When.';
comment on column public.calls.silent_at is 'When it was noticed last that no seat had given a sign of life for 20 seconds: perhaps the server was away, and not they.';
comment on column public.calls.ended_at is 'When it ended; null while it is live.';
comment on column public.calls.end_reason is 'ended: by somebody for all; empty: the last one left; unanswered, declined: nobody came.';

create table public.call_seats (
  workspace_id uuid not null,
  call_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  incarnation integer not null default 1,
  is_muted boolean not null default false,
  is_camera_on boolean not null default false,
  is_sharing boolean not null default false,
  last_signal bigint not null default 0,
  joined_at timestamptz(3) not null default now(),
  seen_at timestamptz(3) not null default now(),
  is_closing boolean not null default false,
  left_at timestamptz(3),
  away_ms bigint not null default 0 check (away_ms >= 0),
  score_sum double precision not null default 0,
  score_count integer not null default 0,
  round_trip_sum_ms double precision not null default 0,
  round_trip_count integer not null default 0,
  loss_sum double precision not null default 0,
  loss_count integer not null default 0,
  jitter_sum_ms double precision not null default 0,
  jitter_count integer not null default 0,
  primary key (workspace_id, id),
  unique (workspace_id, call_id, id),
  foreign key (workspace_id, call_id) references public.calls (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id) references public.memberships (workspace_id, id)
);
create index call_seats_member on public.call_seats (workspace_id, member_id);
create index call_seats_open on public.call_seats (workspace_id, member_id) where left_at is null;
comment on table public.call_seats is 'One device of a person in a call, from joining to leaving; a page that is loaded again takes its seat again.';
comment on column public.call_seats.workspace_id is 'The tenant.';
comment on column public.call_seats.call_id is 'The call.';
comment on column public.call_seats.id is 'UUID made by the page; the person''s secret no more than an address: each use is checked against the person.';
comment on column public.call_seats.member_id is 'Who sits there.';
comment on column public.call_seats.incarnation is 'Rises when the page was loaded anew: connections to an earlier one are dead.';
comment on column public.call_seats.is_muted is 'Microphone off.';
comment on column public.call_seats.is_camera_on is 'Camera on.';
comment on column public.call_seats.is_sharing is 'Shares a screen.';
comment on column public.call_seats.last_signal is 'Number of the last signal sent to this seat; counts without gaps.';
comment on column public.call_seats.joined_at is 'When it was first taken.';
comment on column public.call_seats.seen_at is 'Last sign of life.';
comment on column public.call_seats.is_closing is 'The page said that it goes, perhaps to be loaded anew: it has eight seconds to come back.';
comment on column public.call_seats.left_at is 'When it was left; by a page that died: at its last sign of life.';
comment on column public.call_seats.away_ms is 'How long, between joining and leaving, nobody sat there: the page had died, or the device slept.';
comment on column public.call_seats.score_sum is 'Sum of the scores that it has reported.';
comment on column public.call_seats.score_count is 'How many these are.';
comment on column public.call_seats.round_trip_sum_ms is 'Sum of the round trips that it has reported.';
comment on column public.call_seats.round_trip_count is 'How many these are.';
comment on column public.call_seats.loss_sum is 'Sum of the shares of packets lost that it has reported.';
comment on column public.call_seats.loss_count is 'How many these are.';
comment on column public.call_seats.jitter_sum_ms is 'Sum of the jitters that it has reported.';
comment on column public.call_seats.jitter_count is 'How many these are.';

create table public.call_rings (
  workspace_id uuid not null,
  call_id uuid not null,
  member_id uuid not null,
  called_by uuid not null,
  state text not null default 'ringing' check (state in ('ringing', 'accepted', 'declined', 'busy', 'missed', 'cancelled')),
  message text not null default '' check (length(message) <= 200),
  created_at timestamptz(3) not null default now(),
  answered_at timestamptz(3),
  primary key (workspace_id, call_id, member_id),
  foreign key (workspace_id, call_id) references public.calls (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id) references public.memberships (workspace_id, id) on delete cascade,
  foreign key (workspace_id, called_by) references public.memberships (workspace_id, id)
);
create index call_rings_member on public.call_rings (workspace_id, member_id, created_at);
create index call_rings_caller on public.call_rings (workspace_id, called_by, answered_at);
comment on table public.call_rings is 'Who was called, and what came of it.';
comment on column public.call_rings.workspace_id is 'The tenant.';
comment on column public.call_rings.call_id is 'The call.';
comment on column public.call_rings.member_id is 'Who is called.';
comment on column public.call_rings.called_by is 'Who called them, last.';
comment on column public.call_rings.state is 'ringing until one of the others; missed: nobody answered within 45 seconds; cancelled: the caller gave up.';
comment on column public.call_rings.message is 'What the person said when declining: to who called, and those in the call.';
comment on column public.call_rings.created_at is 'When it began to ring.';
comment on column public.call_rings.answered_at is 'When the state was settled.';

create table public.call_quality (
  workspace_id uuid not null,
  call_id uuid not null,
  seat_id uuid not null,
  peer_seat_id uuid not null,
  at timestamptz(3) not null default now(),
  round_trip_ms real check (round_trip_ms between 0 and 60000),
  loss real check (loss between 0 and 1),
  jitter_ms real check (jitter_ms between 0 and 60000),
  frames_per_second real check (frames_per_second between 0 and 240),
  score real not null check (score between 1 and 5),
  is_relayed boolean not null default false,
  primary key (workspace_id, call_id, seat_id, peer_seat_id, at),
  foreign key (workspace_id, call_id, seat_id) references public.call_seats (workspace_id, call_id, id) on delete cascade
);
create index call_quality_at on public.call_quality (at);
comment on table public.call_quality is 'How a link between two seats was, every ten seconds, as the receiving end measured it. Kept for 30 days; what comes of it stays on the seat.';
comment on column public.call_quality.workspace_id is 'The tenant.';
comment on column public.call_quality.call_id is 'The call.';
comment on column public.call_quality.seat_id is 'Who measured.';
comment on column public.call_quality.peer_seat_id is 'The other end.';
comment on column public.call_quality.at is 'When.';
comment on column public.call_quality.round_trip_ms is 'Round trip in milliseconds.';
comment on column public.call_quality.loss is 'Share of packets lost, 0 to 1.';
comment on column public.call_quality.jitter_ms is 'Interarrival jitter in milliseconds (RFC 3550).';
comment on column public.call_quality.frames_per_second is 'Video frames shown a second.';
comment on column public.call_quality.score is '1 (unusable) to 5 (very good): the E-model''s MOS (ITU-T G.107).';
comment on column public.call_quality.is_relayed is 'Whether the link went through a relay.';

create table private.call_signals (
  workspace_id uuid not null,
  call_id uuid not null,
  to_seat uuid not null,
  number bigint not null,
  from_seat uuid not null,
  body jsonb not null,
  created_at timestamptz(3) not null default now(),
  primary key (workspace_id, to_seat, number),
  foreign key (workspace_id, call_id) references public.calls (workspace_id, id) on delete cascade
);
create index call_signals_call on private.call_signals (workspace_id, call_id);
comment on table private.call_signals is 'Offers, answers and candidates of a live call, kept so that a receiver can ask again for what it missed.';
comment on column private.call_signals.workspace_id is 'The tenant.';
comment on column private.call_signals.call_id is 'The call.';
comment on column private.call_signals.to_seat is 'The receiver.';
comment on column private.call_signals.number is 'Counts without gaps for each receiver.';
comment on column private.call_signals.from_seat is 'The sender, as the server knows it.';
comment on column private.call_signals.body is 'A batch of signals with the incarnations of both ends.';
comment on column private.call_signals.created_at is 'When.';

alter table public.rooms enable row level security;
alter table public.rooms force row level security;
alter table public.calls enable row level security;
alter table public.calls force row level security;
alter table public.call_seats enable row level security;
alter table public.call_seats force row level security;
alter table public.call_rings enable row level security;
alter table public.call_rings force row level security;
alter table public.call_quality enable row level security;
alter table public.call_quality force row level security;
alter table private.call_signals enable row level security;
alter table private.call_signals force row level security;

-- Who sees what --------------------------------------------------------------------------------------

create function private.my_rooms()
returns table (workspace_id uuid, room_id uuid)
language plpgsql stable security definer set search_path = ''
as $$
begin
  return query
    select r.workspace_id, r.id
    from private.my_places() p
    join public.rooms r on r.workspace_id = p.workspace_id and r.created_by = p.member_id and r.conversation_id is null
    union
    select r.workspace_id, r.id
    from private.my_places() p
    cross join lateral (
      select s.call_id from public.call_seats s where s.workspace_id = p.workspace_id and s.member_id = p.member_id
      union
      select g.call_id from public.call_rings g where g.workspace_id = p.workspace_id and g.member_id = p.member_id) been
    join public.calls c on c.workspace_id = p.workspace_id and c.id = been.call_id
    join public.rooms r on r.workspace_id = c.workspace_id and r.id = c.room_id and r.conversation_id is null;
end
$$;
comment on function private.my_rooms() is 'Rooms without a conversation that the caller opened, sat in or was called to.';
grant execute on function private.my_rooms() to authenticated;

create function private.my_call_mates()
returns table (workspace_id uuid, member_id uuid)
language plpgsql stable security definer set search_path = ''
as $$
begin
  return query
    select distinct theirs.workspace_id, theirs.member_id
    from private.my_places() p
    join public.call_seats mine on mine.workspace_id = p.workspace_id and mine.member_id = p.member_id and mine.left_at is null
    join public.call_seats theirs
      on theirs.workspace_id = mine.workspace_id and theirs.call_id = mine.call_id and theirs.left_at is null;
end
$$;
comment on function private.my_call_mates() is 'Memberships that sit in a call in which the caller sits, now.';
grant execute on function private.my_call_mates() to authenticated;

drop policy "insiders see everyone, outsiders those they talk with" on public.memberships;
create policy "insiders see everyone, outsiders those they talk with, also in a call" on public.memberships for select to authenticated
  using (
    workspace_id in (select private.my_insider_workspaces())
    or id in (select private.my_memberships())
    or (workspace_id, id) in (select p.workspace_id, p.member_id from private.my_peers() p)
    or (workspace_id, id) in (select c.workspace_id, c.member_id from private.my_call_mates() c)
  );

create policy "who sees a conversation sees its room, others those they were in" on public.rooms for select to authenticated
  using (
    (conversation_id is not null and exists (
      select from public.conversations c where c.workspace_id = rooms.workspace_id and c.id = rooms.conversation_id offset 0))
    or (workspace_id, id) in (select m.workspace_id, m.room_id from private.my_rooms() m)
  );
create policy "who sees a room sees its calls" on public.calls for select to authenticated
  using (exists (select from public.rooms r where r.workspace_id = calls.workspace_id and r.id = calls.room_id offset 0));
create policy "who sees a call sees who was in it" on public.call_seats for select to authenticated
  using (exists (select from public.calls c where c.workspace_id = call_seats.workspace_id and c.id = call_seats.call_id offset 0));
create policy "who sees a call sees who was called" on public.call_rings for select to authenticated
  using (exists (select from public.calls c where c.workspace_id = call_rings.workspace_id and c.id = call_rings.call_id offset 0));
create policy "who sees a call sees how it went" on public.call_quality for select to authenticated
  using (exists (select from public.calls c where c.workspace_id = call_quality.workspace_id and c.id = call_quality.call_id offset 0));
grant select on public.rooms, public.calls, public.call_seats, public.call_quality to authenticated;
-- Not what was said to the caller: that is told by ring_messages.
grant select (workspace_id, call_id, member_id, called_by, state, created_at, answered_at) on public.call_rings to authenticated;

create function private.ring_messages(p_workspace uuid, p_call uuid)
returns table (member_id uuid, message text)
language plpgsql stable security definer set search_path = ''
as $$
begin
  return query
    select g.member_id, g.message
    from private.my_places() p
    join public.call_rings g on g.workspace_id = p.workspace_id and g.call_id = p_call and g.message <> ''
    where p.workspace_id = p_workspace and (p.member_id in (g.member_id, g.called_by) or exists (
      select from public.call_seats s
      where s.workspace_id = g.workspace_id and s.call_id = g.call_id and s.member_id = p.member_id));
end
$$;
comment on function private.ring_messages(uuid, uuid) is
  'What people said when declining a call, as far as the caller may know: they said it, they called, or they were in the call.';
grant execute on function private.ring_messages(uuid, uuid) to authenticated;
