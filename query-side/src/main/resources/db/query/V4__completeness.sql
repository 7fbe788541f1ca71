-- Users and clients of whom a projection has applied less than is stored, though it has come past that. As good as empty.
create table difference (
    projection text not null,
    subject uuid not null,
    stored bigint not null,
    applied bigint not null,
    since timestamptz not null default clock_timestamp(),
    primary key (projection, subject)
);

-- Built only to be compared with the view that answers.
alter table rebuild add column check_only boolean not null default false;

-- Facts that an administrator has given up applying: that a view lacks them is no news.
create table discarded (
    projection text not null,
    subject uuid not null,
    version bigint not null,
    primary key (projection, subject, version)
);
