//! PostgreSQL or SQLite behind one connection: pool, migrations, cursor paging, test databases.
