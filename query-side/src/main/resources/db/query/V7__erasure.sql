-- Names of users are kept only where they can be erased; who started a rebuild is known by identifier.
update rebuild set started_by = '';

-- Views from before do not know whose names they hold. They are built anew, by the first process that is ready to.
insert into rebuild (projection, state, started_by)
select processor_name, 'RUNNING', '' from token
where processor_name in ('users', 'clients', 'services') and segment = 0 and token is not null
on conflict (projection) where state = 'RUNNING' do nothing;
