//! The tables of the city's database, as Diesel sees them.

diesel::table! {
    cities (code) {
        code -> Text,
        name_zh -> Text,
        name_en -> Text,
    }
}

diesel::table! {
    districts (code) {
        code -> Text,
        city_code -> Text,
        position -> Integer,
        name_zh -> Text,
        name_en -> Text,
        pinyin -> Text,
        kind -> Text,
        peer_group -> Text,
    }
}

diesel::table! {
    former_district_codes (code) {
        code -> Text,
        district_code -> Text,
    }
}

diesel::table! {
    population_figures (id) {
        id -> Text,
        district_code -> Text,
        division_code -> Nullable<Text>,
        division_name_zh -> Nullable<Text>,
        division_name_en -> Nullable<Text>,
        year -> Nullable<Integer>,
        basis -> Text,
        value -> BigInt,
        qualifier -> Text,
        source_zh -> Text,
        source_en -> Text,
        verified -> Bool,
    }
}

diesel::table! {
    categories (code) {
        code -> Text,
        parent_code -> Nullable<Text>,
        position -> Integer,
        name_zh -> Text,
        name_en -> Text,
        version -> Integer,
    }
}

diesel::table! {
    agencies (code) {
        code -> Text,
        position -> Integer,
        name_zh -> Text,
        name_en -> Text,
        kind -> Text,
        synthetic -> Bool,
    }
}

diesel::table! {
    agency_categories (agency_code, category_code) {
        agency_code -> Text,
        category_code -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(agency_categories, categories);
