-- The few whose tokens wait to be claimed: whoever looks for them does not read all others.
create index clients_waiting on clients (name_key, client_id) where token_state = 'ISSUED';
