-- Books are kept in yuan. A voucher of a claim in another currency says which, and the rate in yuan for one unit.
alter table vouchers add column foreign_currency text;
alter table vouchers add column exchange_rate text;
alter table vouchers add constraint vouchers_exchange check ((foreign_currency is null) = (exchange_rate is null));
