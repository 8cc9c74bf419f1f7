//! Runs a plan: routes, scatters, fetches, gathers, projects.
