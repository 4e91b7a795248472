-- The user of dashboards: may connect, and so can read the views, and no table.
CREATE ROLE atelier_reader LOGIN PASSWORD 'reader';
