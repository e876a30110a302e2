-- The ledger: everything that was ever read. Grain of each table stands beside it.
-- Times are UTC. There are no primary keys: one writer holds the ledger, looks before it writes, and the checks of a snapshot prove the grain.
-- `batch_no` grows with time, so that the rows of a document that is read again are found without a scan of all of them.

-- one document (by its bytes)
create table if not exists documents (
    sha256 varchar not null, source_name varchar not null, source_url varchar, media_type varchar not null,
    byte_count bigint not null, page_count integer, retrieved_at timestamp, loaded_at timestamp not null,
    reader_version varchar not null, outcome varchar not null, reason varchar, batch_no bigint not null
);
alter table documents add column if not exists folder varchar;
alter table documents add column if not exists source varchar;
-- one file that a run has met, by its path
create table if not exists seen_files (
    path varchar not null, size bigint not null, mtime_ns bigint not null, sha256 varchar not null
);
alter table seen_files drop column if exists reader_version;
-- one folder that a run has met, as it was when every document in it was known
create table if not exists listings (folder varchar not null, listing varchar not null, document_count bigint not null);
-- one report of one document
create table if not exists reports (
    report_id varchar not null, sha256 varchar not null, agency_id varchar, agency varchar, year integer, edition varchar,
    region_code varchar, region varchar, level varchar, function varchar, published_on date,
    publication_items bigint, publication_items_status varchar not null, evidence varchar not null, batch_no bigint not null
);
-- which organ it is: its place and its kind in long form; what it reports on; whether its name tells which organ it is
alter table reports add column if not exists place_id varchar;
alter table reports add column if not exists organ varchar;
alter table reports add column if not exists full_name varchar;
alter table reports add column if not exists scope varchar;
alter table reports add column if not exists is_identified boolean;
alter table reports add column if not exists second_names varchar[];
-- one organ that a report may be of, where it does not tell which
create table if not exists candidates (
    report_id varchar not null, candidate_no integer not null, agency varchar, region_code varchar, region varchar,
    reason varchar not null, batch_no bigint not null
);
-- one printed cell of a report
create table if not exists readings (
    report_id varchar not null, table_no utinyint not null, row_code varchar not null, column_code varchar not null,
    value double, printed varchar not null, status varchar not null, page integer, note varchar,
    grid_no integer, grid_row integer, grid_column integer,
    box_left float, box_top float, box_right float, box_bottom float, batch_no bigint not null
);
-- one line of an indicator table of a report
create table if not exists indicators (
    report_id varchar not null, line_no integer not null, code varchar not null, label varchar not null, unit varchar,
    value double, cumulative double, printed varchar not null, status varchar not null, page integer,
    grid_no integer, grid_row integer, grid_column integer,
    box_left float, box_top float, box_right float, box_bottom float, batch_no bigint not null
);
-- one count stated in the prose of a report
create table if not exists statements (
    report_id varchar not null, statement_no integer not null, concept varchar not null, value double, sentence varchar not null,
    scope varchar, is_approximate boolean not null, is_cumulative boolean not null, page integer, batch_no bigint not null
);
-- one finding of a report
create table if not exists findings (
    report_id varchar not null, finding_no integer not null, rule varchar not null, severity varchar not null, message varchar not null,
    cells struct(table_no utinyint, row_code varchar, column_code varchar)[] not null, batch_no bigint not null
);
-- one section of the prose of a report
create table if not exists sections (
    report_id varchar not null, section varchar not null, text varchar not null, batch_no bigint not null
);
-- the prose of a report, signed: reports whose texts are alike have bands in common; a short text has no row
create table if not exists signatures (
    report_id varchar not null, bands ubigint[] not null, batch_no bigint not null
);
-- one figure of a document that another reader read otherwise; what only one of the two found has no status on the other side
create table if not exists rereadings (
    report_id varchar not null, table_no utinyint, row_code varchar not null, column_code varchar not null,
    old_value double, old_printed varchar, old_status varchar, new_value double, new_printed varchar, new_status varchar,
    old_reader_version varchar not null, new_reader_version varchar not null, seen_at timestamp not null, batch_no bigint not null
);
-- the figures of a report that are held against those of another version: printed cells, lines of an indicator table that
-- stand alone under their code, and the items published that the prose states
create view if not exists figures as
select report_id, table_no, row_code, column_code, value, printed, status, batch_no
from readings
union all
select report_id, null, code, 'value', value, printed, status, batch_no
from indicators
qualify count(*) over (partition by report_id, code) = 1
union all
select report_id, null, 'publication_items', 'value', publication_items, null, publication_items_status, batch_no
from reports
where publication_items_status <> 'absent';
-- one run of the weekly job; a run that publishes is noted as `publishing` before it does, and as it ended afterwards
create table if not exists runs (
    run_id varchar not null, started_at timestamp not null, ended_at timestamp, outcome varchar not null, exit_code integer,
    documents_seen bigint, documents_read bigint, documents_unchanged bigint, documents_unreadable bigint,
    reports_new bigint, reports_changed bigint, snapshot varchar
);
alter table runs add column if not exists documents_read_again bigint;
alter table runs add column if not exists finding_count bigint;
alter table runs add column if not exists bytes_read bigint;
alter table runs add column if not exists reader_version varchar;
alter table runs add column if not exists is_fall_accepted boolean;
alter table runs add column if not exists message varchar;
-- one file of one version of the document at one address (page_url)
create table if not exists retrievals (
    source varchar not null, page_url varchar not null, url varchar not null, sha256 varchar not null, file_no integer not null,
    file_sha256 varchar not null, member varchar not null, site varchar, title varchar, stated_on date, source_name varchar not null,
    content_type varchar, etag varchar, last_modified varchar, byte_count bigint not null, file_byte_count bigint not null,
    retrieved_at timestamp not null, confirmed_at timestamp not null, gone_at timestamp
);
-- one configured source in one run
create table if not exists source_runs (
    run_id varchar not null, source varchar not null, source_kind varchar not null, outcome varchar not null,
    started_at timestamp not null, ended_at timestamp not null, request_count bigint not null, bytes_received bigint not null,
    found_count bigint not null, new_count bigint not null, changed_count bigint not null, unchanged_count bigint not null,
    gone_count bigint not null, failed_count bigint not null, forbidden_count bigint not null, note varchar
);
-- the catalogue as it was at the last run
create table if not exists terms (
    code varchar not null, zh varchar not null, en varchar not null, unit varchar,
    definition_zh varchar not null, definition_en varchar not null
);
create table if not exists cell_catalogue (
    edition varchar not null, table_no utinyint not null, row_code varchar not null, column_code varchar not null,
    row_label varchar not null, column_label varchar not null, row_group varchar, position integer not null
);
create table if not exists regions (
    region_code varchar not null, region varchar not null, level varchar not null, parent_code varchar,
    province_code varchar, prefecture_code varchar, name varchar not null
);
-- one line of the user's roster: which agency should report, and for which years, as it was at the last run
create table if not exists roster (
    line integer not null, agency_id varchar not null, agency varchar not null, region_code varchar, region varchar,
    level varchar, function varchar, first_year integer, last_year integer
);
-- one agency that a decision names by its name alone, described as reports' agencies are
create table if not exists named_agencies (
    agency_id varchar not null, agency varchar not null, region_code varchar, region varchar, level varchar, function varchar
);
alter table regions add column if not exists kind varchar;
alter table regions add column if not exists last_year integer;
-- one change of a division
create table if not exists region_changes (
    year integer not null, kind varchar not null, level varchar not null, old_code varchar not null, old_name varchar not null,
    new_code varchar not null, new_name varchar not null, document varchar not null
);
-- one link between two agencies, and one year in which the figures of an agency break, both found anew in each run
create table if not exists agency_links (
    from_agency_id varchar not null, from_agency varchar not null, to_agency_id varchar not null, to_agency varchar not null,
    kind varchar not null, year integer, source varchar not null
);
create table if not exists agency_breaks (
    agency_id varchar not null, year integer not null, source varchar not null
);
-- what was made up for trials, if anything in this ledger was
create table if not exists trials (
    organs integer not null, years integer not null, seed bigint not null, made_at timestamp not null
);
create sequence if not exists batch_numbers;
