-- A number from 0 to below 1 that looks like chance, and is the same for the same seed: what a trial is made of.
-- grain: one macro
create or replace temp macro chance(what, of_what, which) as
    (hash(what, of_what, which, getvariable('trial_seed')) % 65536) / 65536.0
