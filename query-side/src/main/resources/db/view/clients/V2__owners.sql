-- Who made the last change, so that the name can be erased.
alter table clients add column updated_by_id text not null default '';

-- Whose client it was when its machine registered: under whose key the name of the machine is stored.
alter table clients add column host_name_of uuid;
