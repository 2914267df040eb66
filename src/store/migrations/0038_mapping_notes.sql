-- Why somebody saved a version of a mapping, in their own words: months later the rules alone do not say.
alter table mapping add column note text check (char_length(note) <= 500);
