-- What the schema advisors ask for: an index for each foreign key, and a policy for each table. These tables have
-- none because nobody but definer functions comes to them, who see past policies; now that is said.

create index workspaces_creator on public.workspaces (created_by);
create index workspace_features_feature on public.workspace_features (feature);
create index role_permissions_permission on public.role_permissions (permission);

create policy "only definer functions come here" on private.answers using (false);
create policy "only definer functions come here" on private.call_signals using (false);
create policy "only definer functions come here" on private.devices using (false);
create policy "only definer functions come here" on private.hints using (false);
create policy "only definer functions come here" on private.presences using (false);
create policy "only definer functions come here" on private.rate_limits using (false);
