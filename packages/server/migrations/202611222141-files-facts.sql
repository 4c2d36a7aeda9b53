-- What the header of a picture, of audio or of video tells; empty where it tells nothing.
alter table files add column width_px integer;
alter table files add column height_px integer;
alter table files add column duration_ms integer;
