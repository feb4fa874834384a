-- A session that is moved may go to another room; where it was is kept with its hours.
alter table session_moves add column room text check (length(room) <= 100);
