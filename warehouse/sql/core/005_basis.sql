-- What this snapshot was made from: the program, the user's files, and the state of the ledger, as one text.
-- grain: basis
-- kind: kept
-- columns: basis
select coalesce(getvariable('basis'), '') as basis
