-- Answers of commands that may be asked for again: a repeat under the same key runs nothing twice.

create table private.answers (
  user_id uuid not null references auth.users (id) on delete cascade,
  key uuid not null,
  operation text not null check (length(operation) <= 100),
  fingerprint bytea not null check (octet_length(fingerprint) = 32),
  answer jsonb,
  answered_at timestamptz(3) not null default now(),
  primary key (user_id, key)
);
create index answers_answered_at on private.answers (answered_at);
alter table private.answers enable row level security;
alter table private.answers force row level security;
comment on table private.answers is
  'What commands that were called with an Idempotency-Key answered; for repeats, seven days. Only the two functions below touch it.';
comment on column private.answers.user_id is 'Who called.';
comment on column private.answers.key is 'The caller''s key; of another caller it is another key.';
comment on column private.answers.operation is 'The command that the key stands for.';
comment on column private.answers.fingerprint is 'SHA-256 of the workspace and the parsed input that the key stands for.';
comment on column private.answers.answer is 'The command''s output; null where it is not kept (words that may be deleted, secrets told once).';
comment on column private.answers.answered_at is 'When.';

create function private.recall_answer(p_user uuid, p_key uuid, p_operation text, p_fingerprint bytea)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_known private.answers;
begin
  -- Repeats that come meanwhile wait here; each statement of this function then sees what was committed.
  perform pg_advisory_xact_lock(hashtextextended('answer:' || p_user || ':' || p_key, 0));
  select * into v_known from private.answers a where a.user_id = p_user and a.key = p_key;
  if not found then
    return null;
  end if;
  if v_known.operation <> p_operation or v_known.fingerprint <> p_fingerprint then
    raise exception 'the key stands for something else' using errcode = 'PA011';
  end if;
  return jsonb_build_object('answer', v_known.answer);
end
$$;
comment on function private.recall_answer(uuid, uuid, text, bytea) is
  'The answer that a key stands for, as {answer}; null when there is none yet. Holds the key until the transaction ends. PA011: it stands for another command or input.';

create function private.remember_answer(p_user uuid, p_key uuid, p_operation text, p_fingerprint bytea, p_answer jsonb)
returns void
language plpgsql security definer set search_path = ''
as $$
begin
  insert into private.answers (user_id, key, operation, fingerprint, answer)
  values (p_user, p_key, p_operation, p_fingerprint, p_answer);
  -- Now and then whoever comes sweeps out a few that nobody asks for any more.
  if random() < 0.02 then
    delete from private.answers a where (a.user_id, a.key) in (
      select o.user_id, o.key from private.answers o where o.answered_at < now() - interval '7 days'
      order by o.answered_at limit 200 for update skip locked);
  end if;
end
$$;
comment on function private.remember_answer(uuid, uuid, text, bytea, jsonb) is
  'Keeps a command''s answer for repeats, in the command''s own transaction: it stands if and only if what the command did stands.';

grant execute on function private.recall_answer(uuid, uuid, text, bytea) to app_web, app_worker;
grant execute on function private.remember_answer(uuid, uuid, text, bytea, jsonb) to app_web, app_worker;
