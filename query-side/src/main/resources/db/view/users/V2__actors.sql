-- Who made the last change, so that the name can be erased.
alter table users add column updated_by_id text not null default '';
