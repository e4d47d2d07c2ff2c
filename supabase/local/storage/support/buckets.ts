/** A private bucket where each person has a folder of their own, and a public one. */
export const ownFolders = `
  insert into storage.buckets (id, name, public) values ('files', 'files', false), ('other', 'other', false),
    ('shown', 'shown', true);
  create policy "People read their folder" on storage.objects for select to authenticated
    using ((storage.foldername(name))[1] = auth.uid()::text);
  create policy "People write into their folder" on storage.objects for insert to authenticated
    with check ((storage.foldername(name))[1] = auth.uid()::text);
  create policy "People change their folder" on storage.objects for update to authenticated
    using ((storage.foldername(name))[1] = auth.uid()::text);
  create policy "People delete from their folder" on storage.objects for delete to authenticated
    using ((storage.foldername(name))[1] = auth.uid()::text);
`;
