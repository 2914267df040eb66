-- What an account turned out to lack when it was last connected or tested: {"stream or action": "reason"}. Null: nothing.
alter table integration add column absent jsonb;
