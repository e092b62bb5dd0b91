-- Where it is that an ask is about: the app to try, the thing to look at. Empty: nowhere.
alter table asks add column external_url text not null default '';
