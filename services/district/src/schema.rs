//! The tables, as the migrations of `migrations/district` make them on both databases.
//!
//! Columns that the database generates stand last in their table and in no row struct.

diesel::table! {
    /// What a district says about itself; code, type and peer group are the city's.
    districts (code) {
        /// The GB/T 2260 code, which every id of the district starts with.
        code -> Text,
        /// The name in Chinese.
        name_zh -> Text,
        /// The name in English.
        name_en -> Text,
        /// What orders by name: pinyin in ASCII, compared as bytes.
        name_sort -> Text,
        /// The name of the district's people's congress, in Chinese.
        congress_zh -> Nullable<Text>,
        /// The name of the district's people's congress, in English.
        congress_en -> Nullable<Text>,
        /// The name of its standing committee, in Chinese.
        committee_zh -> Nullable<Text>,
        /// The name of its standing committee, in English.
        committee_en -> Nullable<Text>,
        /// The chair of the standing committee, in Chinese.
        chair_zh -> Nullable<Text>,
        /// The chair of the standing committee, in English.
        chair_en -> Nullable<Text>,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
    }
}

diesel::table! {
    /// A statement about the district's work as a whole: a meeting, a principle, a policy.
    district_facts (id) {
        /// `<district>:district-fact:<tail>`.
        id -> Text,
        /// The district.
        district_code -> Text,
        /// What sort of statement it is.
        kind -> Text,
        /// The place among its neighbours, from 1.
        position -> Integer,
        /// The heading, in Chinese.
        title_zh -> Text,
        /// The heading, in English.
        title_en -> Text,
        /// What is said, in Chinese.
        detail_zh -> Nullable<Text>,
        /// What is said, in English.
        detail_en -> Nullable<Text>,
        /// When, in the words of the source, in Chinese.
        occurred_zh -> Nullable<Text>,
        /// When, in the words of the source, in English.
        occurred_en -> Nullable<Text>,
        /// Who says so, in Chinese.
        source_zh -> Nullable<Text>,
        /// Who says so, in English.
        source_en -> Nullable<Text>,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
    }
}

diesel::table! {
    /// A people's congress that deputies of the district sit in or file to.
    congresses (id) {
        /// `<district>:congress:<tail>`.
        id -> Text,
        /// The level of the congress.
        level -> Text,
        /// The name in Chinese.
        name_zh -> Text,
        /// The name in English.
        name_en -> Text,
        /// What orders by name: pinyin in ASCII, compared as bytes.
        name_sort -> Text,
        /// The number of its term.
        term -> Nullable<Integer>,
        /// The first day on which this holds.
        valid_from -> Nullable<Date>,
        /// The last day on which this holds; absent while it does.
        valid_to -> Nullable<Date>,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
    }
}

diesel::table! {
    /// A township-level division: subdistrict, town or township.
    divisions (id) {
        /// `<district>:division:<tail>`.
        id -> Text,
        /// The nine-digit statistical code.
        code -> Text,
        /// What sort of division it is.
        kind -> Text,
        /// The name in Chinese.
        name_zh -> Text,
        /// The name in English.
        name_en -> Text,
        /// What orders by name: pinyin in ASCII, compared as bytes.
        name_sort -> Text,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
    }
}

diesel::table! {
    /// A residential community or a village.
    communities (id) {
        /// `<district>:community:<tail>`.
        id -> Text,
        /// The twelve-digit statistical code, when it is known.
        code -> Nullable<Text>,
        /// Whether the id stands for a code that is not known yet.
        provisional -> Bool,
        /// The division around it.
        division_id -> Text,
        /// Whether it is a community or a village.
        kind -> Text,
        /// The name in Chinese.
        name_zh -> Text,
        /// The name in English.
        name_en -> Text,
        /// What orders by name: pinyin in ASCII, compared as bytes.
        name_sort -> Text,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
    }
}

diesel::table! {
    /// The deputies from one township-level area.
    delegations (id) {
        /// `<district>:delegation:<tail>`.
        id -> Text,
        /// The division whose deputies form it.
        division_id -> Text,
        /// The name in Chinese.
        name_zh -> Text,
        /// The name in English.
        name_en -> Text,
        /// What orders by name: pinyin in ASCII, compared as bytes.
        name_sort -> Text,
        /// How it sums up its own work, in Chinese.
        headline_zh -> Nullable<Text>,
        /// How it sums up its own work, in English.
        headline_en -> Nullable<Text>,
        /// What it set out to do, in Chinese.
        summary_zh -> Nullable<Text>,
        /// What it set out to do, in English.
        summary_en -> Nullable<Text>,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
    }
}

diesel::table! {
    /// A person elected to one or more people's congresses.
    deputies (id) {
        /// `<district>:deputy:<tail>`.
        id -> Text,
        /// The name in Chinese.
        name_zh -> Text,
        /// The name in English.
        name_en -> Text,
        /// What orders by name: pinyin in ASCII, compared as bytes.
        name_sort -> Text,
        /// Where the deputy works.
        sector -> Nullable<Text>,
        /// A telephone number that the deputy chose to publish.
        published_contact -> Nullable<Text>,
        /// When it was published; a contact without this date does not exist.
        contact_published_on -> Nullable<Date>,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
    }
}

diesel::table! {
    /// A seat of a deputy in a congress, for a time.
    mandates (id) {
        /// `<district>:mandate:<tail>`.
        id -> Text,
        /// Who holds it.
        deputy_id -> Text,
        /// The congress; its level is that of the mandate.
        congress_id -> Text,
        /// Where the deputy was elected, in Chinese.
        constituency_zh -> Nullable<Text>,
        /// Where the deputy was elected, in English.
        constituency_en -> Nullable<Text>,
        /// The first day on which this holds.
        valid_from -> Date,
        /// The last day on which this holds; absent while it does.
        valid_to -> Nullable<Date>,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
    }
}

diesel::table! {
    /// A deputy's place in a delegation, for a time.
    delegation_memberships (id) {
        /// `<district>:membership:<tail>`.
        id -> Text,
        /// The member.
        deputy_id -> Text,
        /// The delegation.
        delegation_id -> Text,
        /// What the deputy does there.
        role -> Text,
        /// The first day on which this holds.
        valid_from -> Date,
        /// The last day on which this holds; absent while it does.
        valid_to -> Nullable<Date>,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
    }
}

diesel::table! {
    /// A place where deputies meet the public: home, liaison station, contact point, window.
    stations (id) {
        /// `<district>:station:<tail>`.
        id -> Text,
        /// Whose deputies serve there.
        delegation_id -> Text,
        /// What sort of place it is.
        station_type -> Text,
        /// The level it works at; names do not tell.
        level -> Nullable<Text>,
        /// What sort of body gives it room.
        host_kind -> Nullable<Text>,
        /// The community it stands in.
        community_id -> Nullable<Text>,
        /// The station it supplements.
        parent_id -> Nullable<Text>,
        /// The name in Chinese.
        name_zh -> Text,
        /// The name in English.
        name_en -> Text,
        /// What orders by name: pinyin in ASCII, compared as bytes.
        name_sort -> Text,
        /// Who gives it room, in Chinese.
        host_zh -> Nullable<Text>,
        /// Who gives it room, in English.
        host_en -> Nullable<Text>,
        /// When it is open, in Chinese.
        opening_zh -> Nullable<Text>,
        /// When it is open, in English.
        opening_en -> Nullable<Text>,
        /// What is said of it, in Chinese.
        detail_zh -> Nullable<Text>,
        /// What is said of it, in English.
        detail_en -> Nullable<Text>,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
    }
}

diesel::table! {
    /// Some deputies of a delegation who share a field, a place or both.
    working_groups (id) {
        /// `<district>:working-group:<tail>`.
        id -> Text,
        /// The delegation it is part of.
        delegation_id -> Text,
        /// The community it serves, when it is formed by place.
        community_id -> Nullable<Text>,
        /// The station it is posted to.
        station_id -> Nullable<Text>,
        /// The name in Chinese.
        name_zh -> Text,
        /// The name in English.
        name_en -> Text,
        /// What orders by name: pinyin in ASCII, compared as bytes.
        name_sort -> Text,
        /// What it takes on, in Chinese.
        detail_zh -> Nullable<Text>,
        /// What it takes on, in English.
        detail_en -> Nullable<Text>,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
    }
}

diesel::table! {
    /// A class of petition that a working group takes on.
    working_group_topics (working_group_id, category) {
        /// The group.
        working_group_id -> Text,
        /// The class.
        category -> Text,
    }
}

diesel::table! {
    /// A deputy's place in a working group, for a time.
    working_group_members (id) {
        /// `<district>:group-member:<tail>`.
        id -> Text,
        /// The group.
        working_group_id -> Text,
        /// The member.
        deputy_id -> Text,
        /// The first day on which this holds.
        valid_from -> Date,
        /// The last day on which this holds; absent while it does.
        valid_to -> Nullable<Date>,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
    }
}

diesel::table! {
    /// A part of a community that somebody answers for.
    grids (id) {
        /// `<district>:grid:<tail>`.
        id -> Text,
        /// The delegation whose area it is in.
        delegation_id -> Text,
        /// The community it is part of.
        community_id -> Nullable<Text>,
        /// Ordinary grid, or big grid of a deputy.
        kind -> Text,
        /// The big grid it is part of.
        parent_id -> Nullable<Text>,
        /// The grid whose area it took over.
        successor_of_id -> Nullable<Text>,
        /// The name in Chinese.
        name_zh -> Text,
        /// The name in English.
        name_en -> Text,
        /// What orders by name: pinyin in ASCII, compared as bytes.
        name_sort -> Text,
        /// Households in the area.
        households -> Nullable<Integer>,
        /// Residents in the area.
        residents -> Nullable<Integer>,
        /// The first day on which this holds.
        valid_from -> Date,
        /// The last day on which this holds; absent while it does.
        valid_to -> Nullable<Date>,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
    }
}

diesel::table! {
    /// Somebody's charge over a grid, for a time. Roles stand side by side.
    grid_chief_assignments (id) {
        /// `<district>:grid-assignment:<tail>`.
        id -> Text,
        /// The grid.
        grid_id -> Text,
        /// What the charge is.
        role -> Text,
        /// The deputy in charge; absent for those who are not deputies.
        deputy_id -> Nullable<Text>,
        /// The first day on which this holds.
        valid_from -> Date,
        /// The last day on which this holds; absent while it does.
        valid_to -> Nullable<Date>,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
    }
}

diesel::table! {
    /// A way by which the public reaches deputies.
    channels (id) {
        /// `<district>:channel:<tail>`.
        id -> Text,
        /// Whose channel it is.
        delegation_id -> Text,
        /// What sort of way it is.
        kind -> Text,
        /// Whether it can be used.
        status -> Text,
        /// The name in Chinese.
        name_zh -> Text,
        /// The name in English.
        name_en -> Text,
        /// What orders by name: pinyin in ASCII, compared as bytes.
        name_sort -> Text,
        /// What is said of it, in Chinese.
        detail_zh -> Nullable<Text>,
        /// What is said of it, in English.
        detail_en -> Nullable<Text>,
        /// Who looks after it, in Chinese.
        keeper_zh -> Nullable<Text>,
        /// Who looks after it, in English.
        keeper_en -> Nullable<Text>,
        /// The station it belongs to.
        station_id -> Nullable<Text>,
        /// The deputy it leads to.
        deputy_id -> Nullable<Text>,
        /// The grid it leads to.
        grid_id -> Nullable<Text>,
        /// When it opened, if that is known.
        opened_on -> Nullable<Date>,
        /// When it closed.
        closed_on -> Nullable<Date>,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
    }
}

diesel::table! {
    /// A printed code that leads to one deputy, station or grid.
    qr_codes (id) {
        /// `<district>:qr-code:<tail>`.
        id -> Text,
        /// What is printed; it tells nothing by itself.
        token -> Text,
        /// The channel it feeds.
        channel_id -> Nullable<Text>,
        /// The deputy it leads to.
        deputy_id -> Nullable<Text>,
        /// The station it leads to.
        station_id -> Nullable<Text>,
        /// The grid it leads to.
        grid_id -> Nullable<Text>,
        /// Whether scanning it works.
        active -> Bool,
        /// When it was first put up.
        activated_on -> Date,
        /// When its token was last replaced.
        rotated_on -> Nullable<Date>,
        /// How often it was scanned; scans are not people.
        scans -> BigInt,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
    }
}

diesel::table! {
    /// A demand of the public. Status, outcome and times are projections of its events.
    petitions (id) {
        /// `<district>:petition:<tail>`.
        id -> Text,
        /// The number that the petitioner was given.
        reference -> Text,
        /// The delegation whose area it comes from.
        delegation_id -> Text,
        /// The grid it was filed in.
        grid_id -> Nullable<Text>,
        /// The channel it came by first.
        channel_id -> Nullable<Text>,
        /// The code that was scanned.
        qr_code_id -> Nullable<Text>,
        /// The station that received it.
        station_id -> Nullable<Text>,
        /// Its class in the city's list.
        category -> Text,
        /// Its class in the delegation's own words, in Chinese.
        local_category_zh -> Nullable<Text>,
        /// Its class in the delegation's own words, in English.
        local_category_en -> Nullable<Text>,
        /// The version of the mapping from the local class.
        mapping_version -> Nullable<Integer>,
        /// An edited summary without personal data, in Chinese.
        summary_zh -> Nullable<Text>,
        /// An edited summary without personal data, in English.
        summary_en -> Nullable<Text>,
        /// How soon it must be dealt with.
        urgency -> Text,
        /// Whether a group can solve it alone.
        complexity -> Text,
        /// Where it stands.
        status -> Text,
        /// What came of it, once it is concluded.
        outcome -> Nullable<Text>,
        /// 1, and one more for every reopening.
        round -> Integer,
        /// When it was handed in.
        submitted_at -> Timestamp,
        /// When it was taken on.
        accepted_at -> Nullable<Timestamp>,
        /// When work began, in this round.
        started_at -> Nullable<Timestamp>,
        /// When work ended, in this round.
        concluded_at -> Nullable<Timestamp>,
        /// When it was solved, in this round.
        resolved_at -> Nullable<Timestamp>,
        /// When the petitioner first heard something.
        first_replied_at -> Nullable<Timestamp>,
        /// When the outcome was explained, in this round.
        final_replied_at -> Nullable<Timestamp>,
        /// How the petitioner judged this round.
        rating -> Nullable<Text>,
        /// When it was judged.
        rated_at -> Nullable<Timestamp>,
        /// When it was closed.
        closed_at -> Nullable<Timestamp>,
        /// When it was turned down.
        rejected_at -> Nullable<Timestamp>,
        /// Why it was turned down.
        reject_reason -> Nullable<Text>,
        /// When the petitioner withdrew it.
        withdrawn_at -> Nullable<Timestamp>,
        /// When it was joined to another.
        merged_at -> Nullable<Timestamp>,
        /// The petition it was joined to.
        merged_into_id -> Nullable<Text>,
        /// When it was handed to another body.
        transferred_at -> Nullable<Timestamp>,
        /// The body it was handed to.
        transferred_to -> Nullable<Text>,
        /// By when the petitioner must hear something.
        reply_due_at -> Nullable<Timestamp>,
        /// By when it must be concluded.
        due_at -> Nullable<Timestamp>,
        /// The sequence number of the last event that is projected here.
        version -> BigInt,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
        /// Generated: when the petition was accepted or, before that, submitted.
        accepted_order -> Timestamp,
        /// Generated: when it is due; the end of time when it is not.
        due_order -> Timestamp,
        /// Generated: the local day of submission.
        submitted_day -> Integer,
        /// Generated: the local day of acceptance.
        accepted_day -> Nullable<Integer>,
        /// Generated: the local day of resolution.
        resolved_day -> Nullable<Integer>,
        /// Generated: the local day of the rating.
        rated_day -> Nullable<Integer>,
    }
}

diesel::table! {
    /// One transition of a petition. Rows are only ever added.
    petition_events (id) {
        /// `<district>:petition-event:<tail>`.
        id -> Text,
        /// The petition.
        petition_id -> Text,
        /// The place among the petition's events, from 1.
        sequence -> Integer,
        /// The transition.
        kind -> Text,
        /// When it happened.
        occurred_at -> Timestamp,
        /// Who did it, by role.
        actor_role -> Text,
        /// Who did it, when that was a deputy.
        actor_deputy_id -> Nullable<Text>,
        /// The class that an acceptance set.
        category -> Nullable<Text>,
        /// The outcome that a conclusion or a reply stated.
        outcome -> Nullable<Text>,
        /// Whether a reply was the final one of its round.
        final_reply -> Nullable<Bool>,
        /// The judgement of a rating.
        rating -> Nullable<Text>,
        /// Why it was turned down.
        reject_reason -> Nullable<Text>,
        /// Why it was put on hold.
        hold_reason -> Nullable<Text>,
        /// The petition it was joined to.
        merged_into_id -> Nullable<Text>,
        /// The body it was handed to.
        transferred_to -> Nullable<Text>,
        /// The cause in words, in Chinese.
        cause_zh -> Nullable<Text>,
        /// The cause in words, in English.
        cause_en -> Nullable<Text>,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
    }
}

diesel::table! {
    /// Who works on a petition, from when to when. Never deleted.
    assignments (id) {
        /// `<district>:assignment:<tail>`.
        id -> Text,
        /// The petition.
        petition_id -> Text,
        /// Dispatched to the assignee, or claimed by it.
        kind -> Text,
        /// The group that works on it.
        working_group_id -> Nullable<Text>,
        /// The deputy who works on it.
        deputy_id -> Nullable<Text>,
        /// The agency that works on it, by its code in the city's list.
        agency_code -> Nullable<Text>,
        /// When it was assigned.
        assigned_at -> Timestamp,
        /// By when the assignee must be done.
        due_at -> Nullable<Timestamp>,
        /// When the assignment ended.
        ended_at -> Nullable<Timestamp>,
        /// Why it ended, in Chinese.
        end_reason_zh -> Nullable<Text>,
        /// Why it ended, in English.
        end_reason_en -> Nullable<Text>,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
    }
}

diesel::table! {
    /// An answer to the petitioner. Replied is not resolved.
    replies (id) {
        /// `<district>:reply:<tail>`.
        id -> Text,
        /// The petition.
        petition_id -> Text,
        /// The round it belongs to.
        round -> Integer,
        /// When it was given.
        replied_at -> Timestamp,
        /// How it was given.
        mode -> Text,
        /// The deputy who gave it.
        deputy_id -> Nullable<Text>,
        /// The outcome that it explains.
        outcome -> Nullable<Text>,
        /// Whether it is the final one of its round.
        final_reply -> Bool,
        /// What was said, without personal data, in Chinese.
        summary_zh -> Nullable<Text>,
        /// What was said, without personal data, in English.
        summary_en -> Nullable<Text>,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
    }
}

diesel::table! {
    /// The petitioner's judgement of one round.
    ratings (id) {
        /// `<district>:rating:<tail>`.
        id -> Text,
        /// The petition.
        petition_id -> Text,
        /// The round that is judged.
        round -> Integer,
        /// The judgement.
        score -> Text,
        /// Given by the petitioner unasked, or in a call.
        source -> Text,
        /// When it was given.
        rated_at -> Timestamp,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
    }
}

diesel::table! {
    /// A suggestion or motion to a congress that takes up petitions.
    escalations (id) {
        /// `<district>:escalation:<tail>`.
        id -> Text,
        /// The delegation it comes from.
        delegation_id -> Text,
        /// The congress it was filed to.
        congress_id -> Text,
        /// Suggestion or motion; they differ in law.
        instrument -> Text,
        /// The matter, in Chinese.
        title_zh -> Text,
        /// The matter, in English.
        title_en -> Text,
        /// When it was filed.
        filed_at -> Timestamp,
        /// By when an answer is due.
        due_at -> Nullable<Timestamp>,
        /// The agency that handles it, by its code in the city's list.
        agency_code -> Nullable<Text>,
        /// When it was answered.
        answered_at -> Nullable<Timestamp>,
        /// The class of the answer.
        reply_class -> Nullable<Text>,
        /// How the deputies judged the answer.
        deputy_satisfaction -> Nullable<Text>,
        /// One more with every change.
        version -> BigInt,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
    }
}

diesel::table! {
    /// A petition that an escalation takes up.
    escalation_petitions (escalation_id, petition_id) {
        /// The escalation.
        escalation_id -> Text,
        /// The petition.
        petition_id -> Text,
    }
}

diesel::table! {
    /// A deputy who filed or co-signed an escalation.
    escalation_filers (escalation_id, deputy_id) {
        /// The escalation.
        escalation_id -> Text,
        /// The deputy.
        deputy_id -> Text,
    }
}

diesel::table! {
    /// Something that deputies did on a day: a talk, a reception, a visit.
    activities (id) {
        /// `<district>:activity:<tail>`.
        id -> Text,
        /// Whose activity it is.
        delegation_id -> Text,
        /// What was done.
        kind -> Text,
        /// What it was called, in Chinese.
        title_zh -> Text,
        /// What it was called, in English.
        title_en -> Text,
        /// When it began.
        occurred_at -> Timestamp,
        /// Where it was, in Chinese.
        place_zh -> Nullable<Text>,
        /// Where it was, in English.
        place_en -> Nullable<Text>,
        /// The station it was held at.
        station_id -> Nullable<Text>,
        /// The group that held it.
        working_group_id -> Nullable<Text>,
        /// How many of the public came.
        visitors -> Nullable<Integer>,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
    }
}

diesel::table! {
    /// Whether a deputy took part in an activity.
    attendances (id) {
        /// `<district>:attendance:<tail>`.
        id -> Text,
        /// The activity.
        activity_id -> Text,
        /// The deputy.
        deputy_id -> Text,
        /// Present, excused or absent.
        status -> Text,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
    }
}

diesel::table! {
    /// A book that a delegation keeps about its deputies' work.
    registers (id) {
        /// `<district>:register:<tail>`.
        id -> Text,
        /// Whose book it is.
        delegation_id -> Text,
        /// Which of the five, or the file.
        kind -> Text,
        /// The place among its neighbours, from 1.
        position -> Integer,
        /// The name in Chinese.
        name_zh -> Text,
        /// The name in English.
        name_en -> Text,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
    }
}

diesel::table! {
    /// A line in a register. Lines are only added; a mistake is corrected by another line.
    register_entries (id) {
        /// `<district>:register-entry:<tail>`.
        id -> Text,
        /// The register.
        register_id -> Text,
        /// When it was written.
        recorded_at -> Timestamp,
        /// The deputy it is about.
        deputy_id -> Nullable<Text>,
        /// The act it records, when that was an activity.
        activity_id -> Nullable<Text>,
        /// The act it records, when that was about a petition.
        petition_id -> Nullable<Text>,
        /// The line that it corrects.
        corrects_id -> Nullable<Text>,
        /// What it says, in Chinese.
        summary_zh -> Nullable<Text>,
        /// What it says, in English.
        summary_en -> Nullable<Text>,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
    }
}

diesel::table! {
    /// A deputy's record of one period, with the appraisal.
    performance_files (id) {
        /// `<district>:performance-file:<tail>`.
        id -> Text,
        /// The deputy.
        deputy_id -> Text,
        /// The first day of the period.
        period_from -> Date,
        /// The last day of the period.
        period_to -> Date,
        /// How the period was judged.
        appraisal -> Nullable<Text>,
        /// What the file says, in Chinese.
        summary_zh -> Nullable<Text>,
        /// What the file says, in English.
        summary_en -> Nullable<Text>,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
    }
}

diesel::table! {
    /// How many points an act earns in a delegation. A change is a new version.
    points_rules (id) {
        /// `<district>:points-rule:<tail>`.
        id -> Text,
        /// Whose rule it is.
        delegation_id -> Text,
        /// The version of the rule.
        rule_version -> Integer,
        /// The act that earns points.
        act -> Text,
        /// Points for each act.
        points -> Integer,
        /// The most points in a period.
        cap -> Nullable<Integer>,
        /// The period of the cap.
        cap_period -> Nullable<Text>,
        /// The name in Chinese.
        name_zh -> Text,
        /// The name in English.
        name_en -> Text,
        /// The first day on which this holds.
        valid_from -> Date,
        /// The last day on which this holds; absent while it does.
        valid_to -> Nullable<Date>,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
    }
}

diesel::table! {
    /// Points that a deputy earned. Rows are only added; the balance is their sum.
    points_entries (id) {
        /// `<district>:points-entry:<tail>`.
        id -> Text,
        /// Who earned them.
        deputy_id -> Text,
        /// By which version of which rule.
        points_rule_id -> Text,
        /// How many; a reversal is negative.
        points -> Integer,
        /// When.
        earned_at -> Timestamp,
        /// The act, when it was an activity.
        activity_id -> Nullable<Text>,
        /// The act, when it was about a petition.
        petition_id -> Nullable<Text>,
        /// The entry that this takes back.
        reversal_of_id -> Nullable<Text>,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
    }
}

diesel::table! {
    /// How often a duty falls due, and for whom.
    cadence_rules (id) {
        /// `<district>:cadence-rule:<tail>`.
        id -> Text,
        /// Whose rule it is.
        delegation_id -> Text,
        /// The duty.
        act -> Text,
        /// The period in which it falls due.
        every -> Text,
        /// How often in each period.
        times -> Integer,
        /// For whom it falls due; absent when the rule does not say.
        unit -> Nullable<Text>,
        /// The day on which it falls due.
        day_of_month -> Nullable<Integer>,
        /// The name in Chinese.
        name_zh -> Text,
        /// The name in English.
        name_en -> Text,
        /// The first day on which this holds.
        valid_from -> Nullable<Date>,
        /// The last day on which this holds; absent while it does.
        valid_to -> Nullable<Date>,
        /// The place among its neighbours, from 1.
        position -> Integer,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
    }
}

diesel::table! {
    /// A time in which a deputy is excused from duties.
    cadence_excuses (id) {
        /// `<district>:cadence-excuse:<tail>`.
        id -> Text,
        /// Who is excused.
        deputy_id -> Text,
        /// Why.
        reason -> Text,
        /// The first day on which this holds.
        valid_from -> Date,
        /// The last day on which this holds; absent while it does.
        valid_to -> Nullable<Date>,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
    }
}

diesel::table! {
    /// One look of deputies at one item of work of the authorities.
    supervision_activities (id) {
        /// `<district>:supervision:<tail>`.
        id -> Text,
        /// Whose supervision it is.
        delegation_id -> Text,
        /// How it was done.
        form -> Text,
        /// The item of work, in Chinese.
        subject_zh -> Text,
        /// The item of work, in English.
        subject_en -> Text,
        /// The agency whose work it is, by its code in the city's list.
        agency_code -> Nullable<Text>,
        /// When it took place.
        occurred_on -> Date,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
    }
}

diesel::table! {
    /// A deputy who took part in a supervision.
    supervision_participants (supervision_activity_id, deputy_id) {
        /// The supervision.
        supervision_activity_id -> Text,
        /// The deputy.
        deputy_id -> Text,
    }
}

diesel::table! {
    /// An opinion that deputies gave after a supervision.
    supervision_opinions (id) {
        /// `<district>:supervision-opinion:<tail>`.
        id -> Text,
        /// The supervision it came of.
        supervision_activity_id -> Text,
        /// The place among its neighbours, from 1.
        position -> Integer,
        /// The opinion, in Chinese.
        detail_zh -> Text,
        /// The opinion, in English.
        detail_en -> Text,
        /// When it was given.
        given_on -> Date,
        /// When the authority answered.
        answered_on -> Nullable<Date>,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
    }
}

diesel::table! {
    /// What a delegation makes of its work under a name of its own.
    brand_initiatives (id) {
        /// `<district>:brand:<tail>`.
        id -> Text,
        /// Whose brand it is.
        delegation_id -> Text,
        /// The name in Chinese.
        name_zh -> Text,
        /// The name in English.
        name_en -> Text,
        /// What orders by name: pinyin in ASCII, compared as bytes.
        name_sort -> Text,
        /// The slogan, in Chinese.
        slogan_zh -> Nullable<Text>,
        /// The slogan, in English.
        slogan_en -> Nullable<Text>,
        /// What the brand is, above all.
        kind -> Nullable<Text>,
        /// The problem that it answers, in Chinese.
        problem_zh -> Nullable<Text>,
        /// The problem that it answers, in English.
        problem_en -> Nullable<Text>,
        /// What is said of it, in Chinese.
        detail_zh -> Nullable<Text>,
        /// What is said of it, in English.
        detail_en -> Nullable<Text>,
        /// When it began, if that is known.
        started_on -> Nullable<Date>,
        /// Where it stands.
        status -> Text,
        /// Whether it is the delegation's lead brand.
        lead -> Bool,
        /// Who says so, in Chinese.
        source_zh -> Nullable<Text>,
        /// Who says so, in English.
        source_en -> Nullable<Text>,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
    }
}

diesel::table! {
    /// A way of working that a brand brings, under the name it is known by.
    mechanisms (id) {
        /// `<district>:mechanism:<tail>`.
        id -> Text,
        /// The brand.
        brand_id -> Text,
        /// The mechanism that it is a part of.
        parent_id -> Nullable<Text>,
        /// What sort of way it is.
        kind -> Text,
        /// The name in Chinese.
        name_zh -> Text,
        /// The name in English.
        name_en -> Text,
        /// What it means, in Chinese.
        meaning_zh -> Nullable<Text>,
        /// What it means, in English.
        meaning_en -> Nullable<Text>,
        /// The place among its neighbours, from 1.
        position -> Integer,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
    }
}

diesel::table! {
    /// Something that a brand is proud of: a case, a method, a result, a venue.
    highlights (id) {
        /// `<district>:highlight:<tail>`.
        id -> Text,
        /// The brand.
        brand_id -> Text,
        /// What sort of thing it is.
        kind -> Text,
        /// The heading, in Chinese.
        title_zh -> Text,
        /// The heading, in English.
        title_en -> Text,
        /// What shows it, in Chinese.
        evidence_zh -> Nullable<Text>,
        /// What shows it, in English.
        evidence_en -> Nullable<Text>,
        /// Whether it is the brand's lead highlight.
        lead -> Bool,
        /// The place among its neighbours, from 1.
        position -> Integer,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
    }
}

diesel::table! {
    /// A number that somebody said. It is never mixed with what is computed.
    reported_figures (id) {
        /// `<district>:reported-figure:<tail>`.
        id -> Text,
        /// The brand it is about.
        brand_id -> Nullable<Text>,
        /// The delegation it is about; absent when it is about the district.
        delegation_id -> Nullable<Text>,
        /// What is counted, in Chinese.
        metric_label_zh -> Text,
        /// What is counted, in English.
        metric_label_en -> Text,
        /// The number.
        value -> Double,
        /// How exact the words are.
        qualifier -> Text,
        /// The unit, in Chinese.
        unit_zh -> Text,
        /// The unit, in English.
        unit_en -> Text,
        /// The time it covers, in the words of the source, in Chinese.
        window_zh -> Text,
        /// The time it covers, in the words of the source, in English.
        window_en -> Text,
        /// The first day of that time, when the source gives it.
        window_from -> Nullable<Date>,
        /// The last day of that time, when the source gives it.
        window_to -> Nullable<Date>,
        /// Who said it, in Chinese.
        source_zh -> Text,
        /// Who said it, in English.
        source_en -> Text,
        /// When it was said, if that is known.
        quoted_on -> Nullable<Date>,
        /// The place among its neighbours, from 1.
        position -> Integer,
        /// Whether the row is generated rather than taken from a source.
        synthetic -> Bool,
    }
}

diesel::table! {
    /// A channel that belongs to a brand.
    brand_channels (brand_id, channel_id) {
        /// The brand.
        brand_id -> Text,
        /// The channel.
        channel_id -> Text,
    }
}

diesel::table! {
    /// A station that belongs to a brand.
    brand_stations (brand_id, station_id) {
        /// The brand.
        brand_id -> Text,
        /// The station.
        station_id -> Text,
    }
}

diesel::table! {
    /// A working group that belongs to a brand.
    brand_working_groups (brand_id, working_group_id) {
        /// The brand.
        brand_id -> Text,
        /// The working group.
        working_group_id -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    districts,
    district_facts,
    congresses,
    divisions,
    communities,
    delegations,
    deputies,
    mandates,
    delegation_memberships,
    stations,
    working_groups,
    working_group_topics,
    working_group_members,
    grids,
    grid_chief_assignments,
    channels,
    qr_codes,
    petitions,
    petition_events,
    assignments,
    replies,
    ratings,
    escalations,
    escalation_petitions,
    escalation_filers,
    activities,
    attendances,
    registers,
    register_entries,
    performance_files,
    points_rules,
    points_entries,
    cadence_rules,
    cadence_excuses,
    supervision_activities,
    supervision_participants,
    supervision_opinions,
    brand_initiatives,
    mechanisms,
    highlights,
    reported_figures,
    brand_channels,
    brand_stations,
    brand_working_groups,
);
