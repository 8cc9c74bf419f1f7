//! Plans operations with the external planner and translates its plans to ours.
