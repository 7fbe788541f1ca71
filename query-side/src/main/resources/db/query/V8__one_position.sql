-- The projections that the one position in token stands for. One that is not among them has yet to be given all facts.
create table fed (
    projection text primary key
);
