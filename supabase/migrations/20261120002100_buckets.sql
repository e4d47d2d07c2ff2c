-- Where the bytes of files are, and who may put them there. Nobody but the server reads them: people come through the
-- app, which looks at the row of the file each time. Nothing may be changed once it is there.
-- Storage serves a file under the type it was uploaded with, so only types that can hold no script are taken; all else
-- comes as bytes of no type.

insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
select bucket.id, bucket.id, false, bucket.most_bytes,
  array['application/octet-stream', 'image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif']
from (values ('attachments', 52428800), ('avatars', 5242880)) as bucket (id, most_bytes)
on conflict (id) do nothing;

create policy "people upload what they announced" on storage.objects for insert to authenticated
  with check ((bucket_id, name) in (select u.bucket, u.object_name from private.my_uploads() u));
