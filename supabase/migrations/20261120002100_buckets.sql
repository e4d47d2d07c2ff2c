-- Where the bytes of files are, and who may put them there. Nobody but the server reads them: people come through the
-- app, which looks at the row of the file each time. Nothing may be changed once it is there.

insert into storage.buckets (id, name, public, file_size_limit)
values ('attachments', 'attachments', false, 52428800), ('avatars', 'avatars', false, 5242880)
on conflict (id) do nothing;

create policy "people upload what they announced" on storage.objects for insert to authenticated
  with check ((bucket_id, name) in (select u.bucket, u.object_name from private.my_uploads() u));
