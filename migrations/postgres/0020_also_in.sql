-- Other languages that are welcome: “any”, or one, ISO 639-1; empty: none.
alter table asks add column also_in text not null default '';
