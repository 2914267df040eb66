-- What people look for among a tenant's runs: those that did not end well. They are few among many, and without this the list of all
-- runs is walked to its end for them.
create index run_not_well on run (tenant_id, state, id) where state in ('partial', 'failed', 'cancelled');
