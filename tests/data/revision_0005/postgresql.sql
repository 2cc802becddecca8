SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.accounts (
    person_id bigint NOT NULL,
    login_name text COLLATE pg_catalog."C",
    mobile text COLLATE pg_catalog."C",
    password_hash text NOT NULL COLLATE pg_catalog."C",
    household text COLLATE pg_catalog."C",
    CONSTRAINT ck_accounts_password_hash CHECK ((password_hash ~~ '$argon2id$%'::text))
);
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.authorisations (
    id bigint NOT NULL,
    unit_id bigint NOT NULL,
    person_id bigint NOT NULL,
    permission text NOT NULL COLLATE pg_catalog."C",
    valid_from bigint NOT NULL,
    valid_until bigint,
    ended_at bigint,
    hidden integer DEFAULT 0 NOT NULL,
    CONSTRAINT ck_authorisations_permission CHECK ((permission = ANY (ARRAY['filing'::text, 'management'::text]))),
    CONSTRAINT ck_authorisations_term CHECK (((valid_until IS NULL) OR (valid_until > valid_from)))
);
CREATE SEQUENCE public.authorisations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.authorisations_id_seq OWNED BY public.authorisations.id;
CREATE TABLE public.ca_challenges (
    session_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    challenge_hash text NOT NULL COLLATE pg_catalog."C",
    expires_at bigint NOT NULL
);
CREATE TABLE public.captchas (
    id text NOT NULL COLLATE pg_catalog."C",
    client text NOT NULL COLLATE pg_catalog."C",
    purpose text NOT NULL COLLATE pg_catalog."C",
    answer text NOT NULL COLLATE pg_catalog."C",
    picture text NOT NULL COLLATE pg_catalog."C",
    expires_at bigint NOT NULL,
    drawn bigint DEFAULT '0'::bigint NOT NULL
);
CREATE TABLE public.certificates (
    serial text NOT NULL COLLATE pg_catalog."C",
    taxpayer_id text NOT NULL COLLATE pg_catalog."C",
    not_before bigint NOT NULL,
    not_after bigint NOT NULL,
    revoked_at bigint
);
CREATE TABLE public.client_marks (
    client text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    failed_at bigint NOT NULL
);
CREATE TABLE public.face_checks (
    person_id bigint NOT NULL,
    outcome text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT ck_face_checks_outcome CHECK ((outcome = ANY (ARRAY['pass'::text, 'other_person'::text, 'unreachable'::text])))
);
CREATE TABLE public.face_requests (
    id bigint NOT NULL,
    link_hash text NOT NULL COLLATE pg_catalog."C",
    flow_id bigint NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    expires_at bigint NOT NULL,
    CONSTRAINT ck_face_requests_state CHECK ((state = ANY (ARRAY['waiting'::text, 'pass'::text, 'other_person'::text, 'unreachable'::text])))
);
CREATE SEQUENCE public.face_requests_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.face_requests_id_seq OWNED BY public.face_requests.id;
CREATE TABLE public.faults (
    id bigint NOT NULL,
    method text NOT NULL COLLATE pg_catalog."C",
    path text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    params text NOT NULL COLLATE pg_catalog."C",
    percent integer NOT NULL,
    remaining integer,
    CONSTRAINT ck_faults_percent CHECK (((percent >= 1) AND (percent <= 100))),
    CONSTRAINT ck_faults_remaining CHECK ((remaining >= 0))
);
CREATE SEQUENCE public.faults_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.faults_id_seq OWNED BY public.faults.id;
CREATE TABLE public.flows (
    id bigint NOT NULL,
    secret_hash text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    content text NOT NULL COLLATE pg_catalog."C",
    password_hash text COLLATE pg_catalog."C",
    hall_code_id bigint,
    expires_at bigint NOT NULL,
    CONSTRAINT ck_flows_kind CHECK ((kind = ANY (ARRAY['registration'::text, 'recovery'::text]))),
    CONSTRAINT ck_flows_password_hash CHECK (((password_hash IS NULL) OR (password_hash ~~ '$argon2id$%'::text)))
);
CREATE SEQUENCE public.flows_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.flows_id_seq OWNED BY public.flows.id;
CREATE TABLE public.guess_counters (
    kind text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    failures integer NOT NULL,
    last_failure bigint,
    locked_until bigint,
    reservations text NOT NULL COLLATE pg_catalog."C",
    touched_at bigint NOT NULL,
    CONSTRAINT ck_guess_counters_failures CHECK ((failures >= 0))
);
CREATE TABLE public.hall_codes (
    id bigint NOT NULL,
    document_type text NOT NULL COLLATE pg_catalog."C",
    document_number text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    nationality text COLLATE pg_catalog."C",
    code_hash text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    issued_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    CONSTRAINT ck_hall_codes_document_type CHECK ((document_type = ANY (ARRAY['resident_id'::text, 'hk_macao_permit'::text, 'taiwan_permit'::text, 'hk_macao_residence'::text, 'taiwan_residence'::text, 'foreign_permanent_resident'::text, 'cn_passport'::text, 'foreign_passport'::text, 'work_permit_a'::text, 'work_permit_b'::text, 'work_permit_c'::text]))),
    CONSTRAINT ck_hall_codes_state CHECK ((state = ANY (ARRAY['issued'::text, 'used'::text, 'burned'::text, 'replaced'::text])))
);
CREATE SEQUENCE public.hall_codes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.hall_codes_id_seq OWNED BY public.hall_codes.id;
CREATE TABLE public.journal (
    id bigint NOT NULL,
    at bigint NOT NULL,
    person_id bigint,
    client text NOT NULL COLLATE pg_catalog."C",
    address text NOT NULL COLLATE pg_catalog."C",
    asked text NOT NULL COLLATE pg_catalog."C",
    status integer NOT NULL,
    decided text NOT NULL COLLATE pg_catalog."C",
    why text NOT NULL COLLATE pg_catalog."C",
    params text NOT NULL COLLATE pg_catalog."C",
    rule text NOT NULL COLLATE pg_catalog."C"
);
CREATE SEQUENCE public.journal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.journal_id_seq OWNED BY public.journal.id;
CREATE TABLE public.listings (
    person_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    "position" bigint NOT NULL,
    taxpayer_id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.messages (
    id bigint NOT NULL,
    medium text NOT NULL COLLATE pg_catalog."C",
    address text NOT NULL COLLATE pg_catalog."C",
    key text NOT NULL COLLATE pg_catalog."C",
    params text NOT NULL COLLATE pg_catalog."C",
    sent_at bigint NOT NULL,
    CONSTRAINT ck_messages_medium CHECK ((medium = ANY (ARRAY['sms'::text, 'email'::text])))
);
CREATE SEQUENCE public.messages_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.messages_id_seq OWNED BY public.messages.id;
CREATE TABLE public.meta (
    key text NOT NULL COLLATE pg_catalog."C",
    value text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.one_time_codes (
    id bigint NOT NULL,
    purpose text NOT NULL COLLATE pg_catalog."C",
    target text NOT NULL COLLATE pg_catalog."C",
    bound_to text NOT NULL COLLATE pg_catalog."C",
    code_hash text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    wrong integer NOT NULL,
    sent_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    CONSTRAINT ck_one_time_codes_purpose CHECK ((purpose = ANY (ARRAY['registration'::text, 'recovery'::text, 'mobile'::text, 'declaration_password'::text]))),
    CONSTRAINT ck_one_time_codes_state CHECK ((state = ANY (ARRAY['issued'::text, 'used'::text, 'burned'::text, 'replaced'::text]))),
    CONSTRAINT ck_one_time_codes_wrong CHECK ((wrong >= 0))
);
CREATE SEQUENCE public.one_time_codes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.one_time_codes_id_seq OWNED BY public.one_time_codes.id;
CREATE TABLE public.openings (
    session_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    opened_by text NOT NULL COLLATE pg_catalog."C",
    opened_at bigint NOT NULL,
    CONSTRAINT ck_openings_opened_by CHECK ((opened_by = ANY (ARRAY['declaration_password'::text, 'authorisation'::text, 'certificate'::text])))
);
CREATE TABLE public.persons (
    id bigint NOT NULL,
    document_type text NOT NULL COLLATE pg_catalog."C",
    document_number text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    nationality text COLLATE pg_catalog."C",
    birth text COLLATE pg_catalog."C",
    sex text COLLATE pg_catalog."C",
    CONSTRAINT ck_persons_document_type CHECK ((document_type = ANY (ARRAY['resident_id'::text, 'hk_macao_permit'::text, 'taiwan_permit'::text, 'hk_macao_residence'::text, 'taiwan_residence'::text, 'foreign_permanent_resident'::text, 'cn_passport'::text, 'foreign_passport'::text, 'work_permit_a'::text, 'work_permit_b'::text, 'work_permit_c'::text]))),
    CONSTRAINT ck_persons_name CHECK (((length(name) >= 1) AND (length(name) <= 50)))
);
CREATE SEQUENCE public.persons_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.persons_id_seq OWNED BY public.persons.id;
CREATE TABLE public.qr_tickets (
    id bigint NOT NULL,
    poll_hash text NOT NULL COLLATE pg_catalog."C",
    scan_hash text NOT NULL COLLATE pg_catalog."C",
    code_hash text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    device text NOT NULL COLLATE pg_catalog."C",
    address text NOT NULL COLLATE pg_catalog."C",
    number integer NOT NULL,
    offered text NOT NULL COLLATE pg_catalog."C",
    asked_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    person_id bigint,
    phone_session_id bigint,
    because text COLLATE pg_catalog."C",
    session_id bigint,
    redeemed_at bigint,
    polled_at bigint,
    polled_before bigint,
    CONSTRAINT ck_qr_tickets_because CHECK ((because = ANY (ARRAY['person'::text, 'wrong_number'::text]))),
    CONSTRAINT ck_qr_tickets_number CHECK (((number >= 10) AND (number <= 99))),
    CONSTRAINT ck_qr_tickets_person CHECK (((state <> ALL (ARRAY['scanned'::text, 'confirmed'::text, 'redeemed'::text])) OR (person_id IS NOT NULL))),
    CONSTRAINT ck_qr_tickets_phone CHECK (((person_id IS NULL) = (phone_session_id IS NULL))),
    CONSTRAINT ck_qr_tickets_redeemed_at CHECK (((state = 'redeemed'::text) = (redeemed_at IS NOT NULL))),
    CONSTRAINT ck_qr_tickets_refused CHECK (((state = 'refused'::text) = (because IS NOT NULL))),
    CONSTRAINT ck_qr_tickets_session CHECK (((state = 'redeemed'::text) = (session_id IS NOT NULL))),
    CONSTRAINT ck_qr_tickets_state CHECK ((state = ANY (ARRAY['waiting'::text, 'scanned'::text, 'confirmed'::text, 'redeemed'::text, 'refused'::text, 'expired'::text, 'cancelled'::text])))
);
CREATE SEQUENCE public.qr_tickets_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.qr_tickets_id_seq OWNED BY public.qr_tickets.id;
CREATE TABLE public.roles (
    unit_id bigint NOT NULL,
    person_id bigint NOT NULL,
    role text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT ck_roles_role CHECK ((role = ANY (ARRAY['legal_representative'::text, 'finance_officer'::text, 'tax_staff'::text])))
);
CREATE TABLE public.sessions (
    id bigint NOT NULL,
    token_hash text NOT NULL COLLATE pg_catalog."C",
    person_id bigint NOT NULL,
    started_at bigint NOT NULL,
    last_seen bigint NOT NULL,
    ended_at bigint,
    end_reason text COLLATE pg_catalog."C",
    channel text DEFAULT 'client'::text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT ck_sessions_channel CHECK ((channel = ANY (ARRAY['client'::text, 'phone'::text, 'portal'::text]))),
    CONSTRAINT ck_sessions_ended CHECK (((ended_at IS NULL) = (end_reason IS NULL)))
);
CREATE SEQUENCE public.sessions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.sessions_id_seq OWNED BY public.sessions.id;
CREATE TABLE public.sims (
    mobile text NOT NULL COLLATE pg_catalog."C",
    device text NOT NULL COLLATE pg_catalog."C",
    put_in bigint NOT NULL
);
CREATE TABLE public.snapshots (
    name text NOT NULL COLLATE pg_catalog."C",
    made_at bigint NOT NULL,
    content text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.strangers (
    address text NOT NULL COLLATE pg_catalog."C",
    since bigint NOT NULL,
    misses integer NOT NULL
);
CREATE TABLE public.units (
    id bigint NOT NULL,
    taxpayer_id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    department text NOT NULL COLLATE pg_catalog."C",
    department_filing text NOT NULL COLLATE pg_catalog."C",
    income_filing text NOT NULL COLLATE pg_catalog."C",
    business_filing text NOT NULL COLLATE pg_catalog."C",
    has_certificate integer NOT NULL,
    declaration_hash text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT ck_units_business_filing CHECK ((business_filing = ANY (ARRAY['none'::text, 'pending'::text, 'filed'::text]))),
    CONSTRAINT ck_units_declaration_hash CHECK ((declaration_hash ~~ '$argon2id$%'::text)),
    CONSTRAINT ck_units_department_filing CHECK ((department_filing = ANY (ARRAY['unregistered'::text, 'enabled'::text]))),
    CONSTRAINT ck_units_has_certificate CHECK ((has_certificate = ANY (ARRAY[0, 1]))),
    CONSTRAINT ck_units_income_filing CHECK ((income_filing = ANY (ARRAY['none'::text, 'pending'::text, 'filed'::text])))
);
CREATE SEQUENCE public.units_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.units_id_seq OWNED BY public.units.id;
ALTER TABLE ONLY public.authorisations ALTER COLUMN id SET DEFAULT nextval('public.authorisations_id_seq'::regclass);
ALTER TABLE ONLY public.face_requests ALTER COLUMN id SET DEFAULT nextval('public.face_requests_id_seq'::regclass);
ALTER TABLE ONLY public.faults ALTER COLUMN id SET DEFAULT nextval('public.faults_id_seq'::regclass);
ALTER TABLE ONLY public.flows ALTER COLUMN id SET DEFAULT nextval('public.flows_id_seq'::regclass);
ALTER TABLE ONLY public.hall_codes ALTER COLUMN id SET DEFAULT nextval('public.hall_codes_id_seq'::regclass);
ALTER TABLE ONLY public.journal ALTER COLUMN id SET DEFAULT nextval('public.journal_id_seq'::regclass);
ALTER TABLE ONLY public.messages ALTER COLUMN id SET DEFAULT nextval('public.messages_id_seq'::regclass);
ALTER TABLE ONLY public.one_time_codes ALTER COLUMN id SET DEFAULT nextval('public.one_time_codes_id_seq'::regclass);
ALTER TABLE ONLY public.persons ALTER COLUMN id SET DEFAULT nextval('public.persons_id_seq'::regclass);
ALTER TABLE ONLY public.qr_tickets ALTER COLUMN id SET DEFAULT nextval('public.qr_tickets_id_seq'::regclass);
ALTER TABLE ONLY public.sessions ALTER COLUMN id SET DEFAULT nextval('public.sessions_id_seq'::regclass);
ALTER TABLE ONLY public.units ALTER COLUMN id SET DEFAULT nextval('public.units_id_seq'::regclass);
INSERT INTO public.accounts VALUES (1, 'liming', '13800000001', '$argon2id$v=19$m=8,t=1,p=1$XNVmWOaosQqqWM+XWhy9tw$Z4jQEoaMVSllQH0iVGvmDtvD2i6KcB9C0SUX53G5xBs', NULL);
INSERT INTO public.accounts VALUES (2, 'wangfang', '13800000002', '$argon2id$v=19$m=8,t=1,p=1$XNVmWOaosQqqWM+XWhy9tw$Z4jQEoaMVSllQH0iVGvmDtvD2i6KcB9C0SUX53G5xBs', NULL);
INSERT INTO public.accounts VALUES (3, 'zhaoqiang', NULL, '$argon2id$v=19$m=8,t=1,p=1$XNVmWOaosQqqWM+XWhy9tw$Z4jQEoaMVSllQH0iVGvmDtvD2i6KcB9C0SUX53G5xBs', NULL);
INSERT INTO public.accounts VALUES (5, 'abdulla', '13800000005', '$argon2id$v=19$m=8,t=1,p=1$XNVmWOaosQqqWM+XWhy9tw$Z4jQEoaMVSllQH0iVGvmDtvD2i6KcB9C0SUX53G5xBs', NULL);
INSERT INTO public.accounts VALUES (6, 'wangzhan', '13800000006', '$argon2id$v=19$m=8,t=1,p=1$XNVmWOaosQqqWM+XWhy9tw$Z4jQEoaMVSllQH0iVGvmDtvD2i6KcB9C0SUX53G5xBs', NULL);
INSERT INTO public.accounts VALUES (7, 'sunlei', '13800000007', '$argon2id$v=19$m=8,t=1,p=1$XNVmWOaosQqqWM+XWhy9tw$Z4jQEoaMVSllQH0iVGvmDtvD2i6KcB9C0SUX53G5xBs', NULL);
INSERT INTO public.accounts VALUES (8, 'jsmith', '13800000008', '$argon2id$v=19$m=8,t=1,p=1$XNVmWOaosQqqWM+XWhy9tw$Z4jQEoaMVSllQH0iVGvmDtvD2i6KcB9C0SUX53G5xBs', NULL);
INSERT INTO public.accounts VALUES (10, 'jihao2026', '13800000015', '$argon2id$v=19$m=8,t=1,p=1$CHcJrUXHkvJKD2rAVBMV0w$vxKEViZouCLBPUa5m1R5bS850bYcx7dUailgjWGyUm4', NULL);
INSERT INTO public.accounts VALUES (4, 'chenjing', '13800000004', '$argon2id$v=19$m=8,t=1,p=1$XNVmWOaosQqqWM+XWhy9tw$Z4jQEoaMVSllQH0iVGvmDtvD2i6KcB9C0SUX53G5xBs', NULL);
INSERT INTO public.alembic_version VALUES ('0005');
INSERT INTO public.authorisations VALUES (1, 1, 1, 'filing', 1792548000000000, NULL, NULL, 0);
INSERT INTO public.authorisations VALUES (2, 2, 1, 'filing', 1792548000000000, NULL, NULL, 0);
INSERT INTO public.authorisations VALUES (3, 3, 1, 'filing', 1792548000000000, NULL, NULL, 0);
INSERT INTO public.authorisations VALUES (4, 1, 4, 'management', 1792548000000000, NULL, NULL, 0);
INSERT INTO public.client_marks VALUES ('5969abbf4e53c2f314ef23b15baa41eb7b0183bd5bfa34346324fe15f8480a77', 'unit_verification', 1795140000000000);
INSERT INTO public.face_requests VALUES (1, '5d9209c93a34e61afcc3b57a07421048584d2193a968970ba7d98d828bffc625', 5, 'waiting', 1795140180000000);
INSERT INTO public.face_requests VALUES (2, '19c2e485a67debeb6b58137ec8d91109b7846f58518a0613d24ec0556b66d2ae', 11, 'waiting', 1795140180000000);
INSERT INTO public.flows VALUES (1, '3eb1a7df6094da0b20ca7908b5b88ecafae37f1bf3ad27df361d4a23b7f0409e', 'registration', '{"door":"terminal","step":"agreement","way":null,"identity":null,"settings":null}', NULL, NULL, 1795141800000000);
INSERT INTO public.flows VALUES (2, 'd00f7fb74ab9ef5cda25a286f3897cbc4427196265c1654a3a4e9e51f9b4db84', 'registration', '{"door":"terminal","step":"way","way":null,"identity":null,"settings":null}', NULL, NULL, 1795141800000000);
INSERT INTO public.flows VALUES (3, 'dfba57ad60c465a1a4e76eca15b6c43c6731dbdd9d0d993edef1e06e674fa926', 'registration', '{"door":"terminal","step":"identity","way":"face","identity":null,"settings":null}', NULL, NULL, 1795141800000000);
INSERT INTO public.flows VALUES (12, 'acadd8917db388418c0e0c8b95306bd7ce04bbdeaead7b1b7eb9dc6b5ed5196d', 'recovery', '{"door":"terminal","step":"password","identity":{"document_type":"resident_id","number":"440199197908230027","name":"王芳","nationality":null,"birth":null,"sex":null}}', NULL, NULL, 1795141800000000);
INSERT INTO public.flows VALUES (4, '4fa0e3ac95df22fff31010e071db862459346a5ddece7710b5fa4e54eccd4be2', 'registration', '{"door":"terminal","step":"proof","way":"hall_code","identity":{"document_type":"resident_id","number":"44019919960812001X","name":"测试乙","nationality":"CN","birth":"1996-08-12","sex":"男"},"settings":null}', NULL, NULL, 1795141800000000);
INSERT INTO public.flows VALUES (5, '7837dfa71ec842b6914f49691f7229eabad0a8202ef29d2fc823a836dad492e1', 'registration', '{"door":"terminal","step":"proof","way":"face","identity":{"document_type":"resident_id","number":"440199199608120028","name":"测试丙","nationality":"CN","birth":"1996-08-12","sex":"女"},"settings":null}', NULL, NULL, 1795141800000000);
INSERT INTO public.flows VALUES (8, '70037688cbdc195b0fef7405648ddabe86ae116d55e62ecde5c33d7f424c7d43', 'registration', '{"door":"terminal","step":"done","way":"hall_code","identity":{"document_type":"resident_id","number":"440199199608120052","name":"测试己","nationality":"CN","birth":"1996-08-12","sex":"男"},"settings":{"login_name":"jihao2026","mobile":"13800000015","household":null}}', '$argon2id$v=19$m=8,t=1,p=1$CHcJrUXHkvJKD2rAVBMV0w$vxKEViZouCLBPUa5m1R5bS850bYcx7dUailgjWGyUm4', 5, 1795141800000000);
INSERT INTO public.flows VALUES (6, '2488ec27ca5602e348c53e2c3dafa98a6ca62d71fa485ee2754c7a82f533fb10', 'registration', '{"door":"terminal","step":"settings","way":"hall_code","identity":{"document_type":"resident_id","number":"440199199608120036","name":"测试丁","nationality":"CN","birth":"1996-08-12","sex":"男"},"settings":null}', NULL, 3, 1795141800000000);
INSERT INTO public.flows VALUES (9, '7d6315720585a1f51e21750384d8900981647deee24c1cfee9cfc7da06a8c0da', 'recovery', '{"door":"terminal","step":"identity","identity":null}', NULL, NULL, 1795141800000000);
INSERT INTO public.flows VALUES (10, '9653abdee1dba0396ce79cef77606058f71d2140eb6255261291b50a258c247d', 'recovery', '{"door":"terminal","step":"proof","identity":{"document_type":"resident_id","number":"440199198805120030","name":"李明","nationality":null,"birth":null,"sex":null}}', NULL, NULL, 1795141800000000);
INSERT INTO public.flows VALUES (7, '680959183c5f07cc2394e835905df4a1ce1f34e63ca87efe83eb88423de268ce', 'registration', '{"door":"terminal","step":"sms_code","way":"hall_code","identity":{"document_type":"resident_id","number":"440199199608120044","name":"测试戊","nationality":"CN","birth":"1996-08-12","sex":"女"},"settings":{"login_name":"dinghao","mobile":"13800000014","household":null}}', '$argon2id$v=19$m=8,t=1,p=1$1gnBHBJMNIHJdIh2mpwxUA$IJxWPxa95JcK/7O+bUxGssMGmlwK0NizWMi8rrWf+f0', 4, 1795141800000000);
INSERT INTO public.flows VALUES (11, '5861c12f4c6f6b0722204fd484be13520bfbeafc2ab1e12c394057e9ab2df8e6', 'recovery', '{"door":"terminal","step":"proof","identity":{"document_type":"resident_id","number":"440199197511300015","name":"赵强","nationality":null,"birth":null,"sex":null}}', NULL, NULL, 1795141800000000);
INSERT INTO public.guess_counters VALUES ('unit', '4', 5, 1795140000000000, 1795147200000000, '[]', 1795140000000000);
INSERT INTO public.guess_counters VALUES ('account', '7', 5, 1795140000000000, 1795147200000000, '[]', 1795140000000000);
INSERT INTO public.guess_counters VALUES ('hall_code', 'a085652fc77af28a76e04458647e873310e1e40a5f61eade9d70fa90eea1e600', 0, NULL, NULL, '[]', 1795140000000000);
INSERT INTO public.guess_counters VALUES ('hall_code', '733d39414657b5e8a10be6ec6b208f0c4399e255d37e70a77757ab247ada477b', 0, NULL, NULL, '[]', 1795140000000000);
INSERT INTO public.guess_counters VALUES ('hall_code', '59b7905e509ff9a79faf53d802e54cf85ab2bbbccf01d1e5360ad5933a0d6252', 0, NULL, NULL, '[]', 1795140000000000);
INSERT INTO public.guess_counters VALUES ('hall_code', 'ce7d08d842cdf0b6cf155e6c82e8e21425fabed5d6fd902a12cfca190c29670a', 0, NULL, NULL, '[]', 1795140000000000);
INSERT INTO public.guess_counters VALUES ('hall_code', '4ad00d652bce28f912cef44a63f5809d63b3a9b258948a33dba21172a247ecb5', 0, NULL, NULL, '[]', 1795140000000000);
INSERT INTO public.guess_counters VALUES ('sms_target', '29d7c60281b7ac6722cc2c1cfc5e109f92ab7f9c2e3bf057d86f3876165884c1', 0, NULL, NULL, '[]', 1795140000000000);
INSERT INTO public.guess_counters VALUES ('sms_target', 'd1655d3314d645315339c8cb28ff8904c519d082b7af635a448bc222483b6914', 0, NULL, NULL, '[]', 1795140000000000);
INSERT INTO public.guess_counters VALUES ('account', '4', 0, NULL, NULL, '[]', 1795140000000000);
INSERT INTO public.guess_counters VALUES ('unit', '1', 1, 1795140000000000, NULL, '[]', 1795140000000000);
INSERT INTO public.hall_codes VALUES (1, 'resident_id', '440199199607260029', '周婷', NULL, '0ac87871f37e53d6d34df652202df73b1c8a73f202a96b6d27b57009e966a83c', 'issued', 1795140000000000, 1795744800000000);
INSERT INTO public.hall_codes VALUES (2, 'resident_id', '44019919960812001X', '测试乙', 'CN', '9860bf733d67e4dc70275bce65ac0e9ec038b3d6e02176b3949431ebdf28ce0c', 'issued', 1795140000000000, 1795744800000000);
INSERT INTO public.hall_codes VALUES (3, 'resident_id', '440199199608120036', '测试丁', 'CN', 'd63476b470e1dd0682896fda8fe7fbade51ff6dd6e315a2933628ff3909442e7', 'issued', 1795140000000000, 1795744800000000);
INSERT INTO public.hall_codes VALUES (4, 'resident_id', '440199199608120044', '测试戊', 'CN', 'f0b2cafacc060d808aa72b5ffafd5d843962ae9f990910ed7553933d6ef5552e', 'issued', 1795140000000000, 1795744800000000);
INSERT INTO public.hall_codes VALUES (5, 'resident_id', '440199199608120052', '测试己', 'CN', '6cdc764ce3d3282ac796994eb904861955bcf071fba91cebfa15443637cfe472', 'used', 1795140000000000, 1795744800000000);
INSERT INTO public.listings VALUES (1, 1, 1, '91440199MA0QJ0100K', '广东示例查账有限公司');
INSERT INTO public.listings VALUES (1, 2, 2, '91440199MA0QJ0207Y', '广东示例核定一厂');
INSERT INTO public.listings VALUES (1, 3, 3, '91440199MA0QJ03038', '广东示例云合伙企业');
INSERT INTO public.listings VALUES (1, 4, 4, '91440199MA0QJ040XE', '广东示例核定四厂');
INSERT INTO public.listings VALUES (1, 5, 5, '91440199MA0QJ0506W', '广东示例[/]科技公司');
INSERT INTO public.listings VALUES (1, 6, 6, '91440199MA0QJ06026', '广东示例农村合作社');
INSERT INTO public.listings VALUES (2, 1, 1, '91440199MA0QJ0100K', '广东示例查账有限公司');
INSERT INTO public.listings VALUES (2, 2, 2, '91440199MA0QJ0207Y', '广东示例核定一厂');
INSERT INTO public.listings VALUES (3, 1, 1, '91440199MA0QJ0100K', '广东示例查账有限公司');
INSERT INTO public.listings VALUES (4, 1, 1, '91440199MA0QJ0100K', '广东示例查账有限公司');
INSERT INTO public.listings VALUES (6, 5, 1, '91440199MA0QJ0506W', '广东示例[/]科技公司');
INSERT INTO public.listings VALUES (6, 6, 2, '91440199MA0QJ06026', '广东示例农村合作社');
INSERT INTO public.listings VALUES (7, 1, 1, '91440199MA0QJ0100K', '广东示例查账有限公司');
INSERT INTO public.listings VALUES (7, 4, 2, '91440199MA0QJ040XE', '广东示例核定四厂');
INSERT INTO public.listings VALUES (8, 1, 1, '91440199MA0QJ0100K', '广东示例查账有限公司');
INSERT INTO public.listings VALUES (8, 3, 2, '91440199MA0QJ03038', '广东示例云合伙企业');
INSERT INTO public.messages VALUES (1, 'sms', '13800000014', 'sms.code.registration', '{"code": "867677"}', 1795140000000000);
INSERT INTO public.messages VALUES (2, 'sms', '13800000015', 'sms.code.registration', '{"code": "409440"}', 1795140000000000);
INSERT INTO public.messages VALUES (3, 'sms', '13800000015', 'sms.registered', '{"at": "2026-11-20T02:00:00+00:00"}', 1795140000000000);
INSERT INTO public.messages VALUES (4, 'sms', '13800000001', 'sms.code.recovery', '{"code": "181789"}', 1795140000000000);
INSERT INTO public.messages VALUES (5, 'sms', '13800000002', 'sms.code.recovery', '{"code": "065319"}', 1795140000000000);
INSERT INTO public.meta VALUES ('key', '660ff26afdbca1a427ca3e95225cee54701dbbb96771710a8ceacde9e1c6d9bb');
INSERT INTO public.meta VALUES ('high_water_mark', '1795140000000000 c3aae34a-de78-4e5f-8273-2e89c65afb68 23697');
INSERT INTO public.meta VALUES ('world_laid', '1');
INSERT INTO public.one_time_codes VALUES (1, 'registration', '13800000014', 'flow 680959183c5f07cc2394e835905df4a1', '06f384557169bd3a588dc417e5d2fa84ea9f2bce86e97ff414729374c0aa7e33', 'issued', 0, 1795140000000000, 1795140300000000);
INSERT INTO public.one_time_codes VALUES (2, 'registration', '13800000015', 'flow 70037688cbdc195b0fef7405648ddabe', '0f3cbb4a96964a29f99f6a63b7632f853ba1dab89a0cec7be37f0a1183da79ba', 'used', 0, 1795140000000000, 1795140300000000);
INSERT INTO public.one_time_codes VALUES (3, 'recovery', '44c996d422215fc9fa5c6a2677fadf426c406b35f88b6da7b9bbeef72a58d760', 'flow 9653abdee1dba0396ce79cef77606058 to 13800000001', '96bf9f4afc978e1ede2288f97c8b714c4c50bf3db1953f7cfbbfcfb559f86518', 'issued', 0, 1795140000000000, 1795140300000000);
INSERT INTO public.one_time_codes VALUES (4, 'recovery', '194660b769d0b80161a856c30a54392db0fcad9e72e36e41cb1f6990c12aa9b9', 'flow acadd8917db388418c0e0c8b95306bd7 to 13800000002', '4681f0f6d90c3afe8b742ed51235a5eee1ffa92782fba7b0628b499d752e32ae', 'used', 0, 1795140000000000, 1795140300000000);
INSERT INTO public.persons VALUES (1, 'resident_id', '440199198805120030', '李明', NULL, NULL, NULL);
INSERT INTO public.persons VALUES (2, 'resident_id', '440199197908230027', '王芳', NULL, NULL, NULL);
INSERT INTO public.persons VALUES (3, 'resident_id', '440199197511300015', '赵强', NULL, NULL, NULL);
INSERT INTO public.persons VALUES (4, 'resident_id', '440199199103040049', '陈静', NULL, NULL, NULL);
INSERT INTO public.persons VALUES (5, 'resident_id', '650199198606170018', '阿卜杜拉·买买提', NULL, NULL, NULL);
INSERT INTO public.persons VALUES (6, 'resident_id', '440199199309090017', '王𫍰', NULL, NULL, NULL);
INSERT INTO public.persons VALUES (7, 'resident_id', '440199198402150016', '孙磊', NULL, NULL, NULL);
INSERT INTO public.persons VALUES (8, 'foreign_passport', 'X12345678', 'JOHN SMITH', NULL, NULL, NULL);
INSERT INTO public.persons VALUES (9, 'resident_id', '440199199607260029', '周婷', NULL, NULL, NULL);
INSERT INTO public.persons VALUES (10, 'resident_id', '440199199608120052', '测试己', 'CN', '1996-08-12', '男');
INSERT INTO public.roles VALUES (1, 2, 'legal_representative');
INSERT INTO public.roles VALUES (2, 2, 'legal_representative');
INSERT INTO public.roles VALUES (1, 3, 'finance_officer');
INSERT INTO public.sessions VALUES (1, '0c0c712fd2b9dbd3f4c66b8abae94247a60abb806e508a0b12168410aeff7cdb', 4, 1795140000000000, 1795140000000000, NULL, NULL, 'client');
INSERT INTO public.strangers VALUES ('flow 127.0.0.1', 1795140000000000, 12);
INSERT INTO public.units VALUES (1, '91440199MA0QJ0100K', '广东示例查账有限公司', '', 'unregistered', 'pending', 'none', 1, '$argon2id$v=19$m=8,t=1,p=1$3SZf5E/aCjYca/60/sn7sg$9XZDTtjVypK8ud0LmyEZCP0MJqRZ2CxmpySQynovZYk');
INSERT INTO public.units VALUES (2, '91440199MA0QJ0207Y', '广东示例核定一厂', '', 'unregistered', 'pending', 'none', 0, '$argon2id$v=19$m=8,t=1,p=1$3SZf5E/aCjYca/60/sn7sg$9XZDTtjVypK8ud0LmyEZCP0MJqRZ2CxmpySQynovZYk');
INSERT INTO public.units VALUES (3, '91440199MA0QJ03038', '广东示例云合伙企业', '1[1]', 'enabled', 'pending', 'pending', 0, '$argon2id$v=19$m=8,t=1,p=1$3SZf5E/aCjYca/60/sn7sg$9XZDTtjVypK8ud0LmyEZCP0MJqRZ2CxmpySQynovZYk');
INSERT INTO public.units VALUES (4, '91440199MA0QJ040XE', '广东示例核定四厂', '', 'unregistered', 'pending', 'none', 0, '$argon2id$v=19$m=8,t=1,p=1$3SZf5E/aCjYca/60/sn7sg$9XZDTtjVypK8ud0LmyEZCP0MJqRZ2CxmpySQynovZYk');
INSERT INTO public.units VALUES (5, '91440199MA0QJ0506W', '广东示例[/]科技公司', '', 'unregistered', 'pending', 'none', 0, '$argon2id$v=19$m=8,t=1,p=1$3SZf5E/aCjYca/60/sn7sg$9XZDTtjVypK8ud0LmyEZCP0MJqRZ2CxmpySQynovZYk');
INSERT INTO public.units VALUES (6, '91440199MA0QJ06026', '广东示例农村合作社', '', 'unregistered', 'filed', 'none', 0, '$argon2id$v=19$m=8,t=1,p=1$3SZf5E/aCjYca/60/sn7sg$9XZDTtjVypK8ud0LmyEZCP0MJqRZ2CxmpySQynovZYk');
SELECT pg_catalog.setval('public.authorisations_id_seq', 4, true);
SELECT pg_catalog.setval('public.face_requests_id_seq', 2, true);
SELECT pg_catalog.setval('public.faults_id_seq', 1, false);
SELECT pg_catalog.setval('public.flows_id_seq', 12, true);
SELECT pg_catalog.setval('public.hall_codes_id_seq', 5, true);
SELECT pg_catalog.setval('public.journal_id_seq', 1, false);
SELECT pg_catalog.setval('public.messages_id_seq', 5, true);
SELECT pg_catalog.setval('public.one_time_codes_id_seq', 4, true);
SELECT pg_catalog.setval('public.persons_id_seq', 10, true);
SELECT pg_catalog.setval('public.qr_tickets_id_seq', 1, false);
SELECT pg_catalog.setval('public.sessions_id_seq', 1, true);
SELECT pg_catalog.setval('public.units_id_seq', 6, true);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT pk_accounts PRIMARY KEY (person_id);
ALTER TABLE ONLY public.authorisations
    ADD CONSTRAINT pk_authorisations PRIMARY KEY (id);
ALTER TABLE ONLY public.ca_challenges
    ADD CONSTRAINT pk_ca_challenges PRIMARY KEY (session_id, unit_id);
ALTER TABLE ONLY public.captchas
    ADD CONSTRAINT pk_captchas PRIMARY KEY (id);
ALTER TABLE ONLY public.certificates
    ADD CONSTRAINT pk_certificates PRIMARY KEY (serial);
ALTER TABLE ONLY public.client_marks
    ADD CONSTRAINT pk_client_marks PRIMARY KEY (client, kind);
ALTER TABLE ONLY public.face_checks
    ADD CONSTRAINT pk_face_checks PRIMARY KEY (person_id);
ALTER TABLE ONLY public.face_requests
    ADD CONSTRAINT pk_face_requests PRIMARY KEY (id);
ALTER TABLE ONLY public.faults
    ADD CONSTRAINT pk_faults PRIMARY KEY (id);
ALTER TABLE ONLY public.flows
    ADD CONSTRAINT pk_flows PRIMARY KEY (id);
ALTER TABLE ONLY public.guess_counters
    ADD CONSTRAINT pk_guess_counters PRIMARY KEY (kind, subject);
ALTER TABLE ONLY public.hall_codes
    ADD CONSTRAINT pk_hall_codes PRIMARY KEY (id);
ALTER TABLE ONLY public.journal
    ADD CONSTRAINT pk_journal PRIMARY KEY (id);
ALTER TABLE ONLY public.listings
    ADD CONSTRAINT pk_listings PRIMARY KEY (person_id, unit_id);
ALTER TABLE ONLY public.messages
    ADD CONSTRAINT pk_messages PRIMARY KEY (id);
ALTER TABLE ONLY public.meta
    ADD CONSTRAINT pk_meta PRIMARY KEY (key);
ALTER TABLE ONLY public.one_time_codes
    ADD CONSTRAINT pk_one_time_codes PRIMARY KEY (id);
ALTER TABLE ONLY public.openings
    ADD CONSTRAINT pk_openings PRIMARY KEY (session_id, unit_id);
ALTER TABLE ONLY public.persons
    ADD CONSTRAINT pk_persons PRIMARY KEY (id);
ALTER TABLE ONLY public.qr_tickets
    ADD CONSTRAINT pk_qr_tickets PRIMARY KEY (id);
ALTER TABLE ONLY public.roles
    ADD CONSTRAINT pk_roles PRIMARY KEY (unit_id, person_id);
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT pk_sessions PRIMARY KEY (id);
ALTER TABLE ONLY public.sims
    ADD CONSTRAINT pk_sims PRIMARY KEY (mobile);
ALTER TABLE ONLY public.snapshots
    ADD CONSTRAINT pk_snapshots PRIMARY KEY (name);
ALTER TABLE ONLY public.strangers
    ADD CONSTRAINT pk_strangers PRIMARY KEY (address);
ALTER TABLE ONLY public.units
    ADD CONSTRAINT pk_units PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT uq_accounts_login_name UNIQUE (login_name);
ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT uq_accounts_mobile UNIQUE (mobile);
ALTER TABLE ONLY public.face_requests
    ADD CONSTRAINT uq_face_requests_flow_id UNIQUE (flow_id);
ALTER TABLE ONLY public.face_requests
    ADD CONSTRAINT uq_face_requests_link_hash UNIQUE (link_hash);
ALTER TABLE ONLY public.flows
    ADD CONSTRAINT uq_flows_secret_hash UNIQUE (secret_hash);
ALTER TABLE ONLY public.persons
    ADD CONSTRAINT uq_persons_document_type_document_number UNIQUE (document_type, document_number);
ALTER TABLE ONLY public.qr_tickets
    ADD CONSTRAINT uq_qr_tickets_code_hash UNIQUE (code_hash);
ALTER TABLE ONLY public.qr_tickets
    ADD CONSTRAINT uq_qr_tickets_poll_hash UNIQUE (poll_hash);
ALTER TABLE ONLY public.qr_tickets
    ADD CONSTRAINT uq_qr_tickets_scan_hash UNIQUE (scan_hash);
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT uq_sessions_token_hash UNIQUE (token_hash);
ALTER TABLE ONLY public.units
    ADD CONSTRAINT uq_units_id_taxpayer_id_name UNIQUE (id, taxpayer_id, name);
ALTER TABLE ONLY public.units
    ADD CONSTRAINT uq_units_taxpayer_id UNIQUE (taxpayer_id);
CREATE INDEX ix_authorisations_person_id_unit_id ON public.authorisations USING btree (person_id, unit_id);
CREATE INDEX ix_ca_challenges_expires_at ON public.ca_challenges USING btree (expires_at);
CREATE INDEX ix_captchas_drawn ON public.captchas USING btree (drawn);
CREATE INDEX ix_captchas_expires_at ON public.captchas USING btree (expires_at);
CREATE INDEX ix_certificates_taxpayer_id ON public.certificates USING btree (taxpayer_id);
CREATE INDEX ix_client_marks_failed_at ON public.client_marks USING btree (failed_at);
CREATE INDEX ix_flows_expires_at ON public.flows USING btree (expires_at);
CREATE INDEX ix_guess_counters_kind_touched_at ON public.guess_counters USING btree (kind, touched_at);
CREATE INDEX ix_hall_codes_document_type_document_number ON public.hall_codes USING btree (document_type, document_number);
CREATE INDEX ix_hall_codes_expires_at ON public.hall_codes USING btree (expires_at);
CREATE INDEX ix_listings_person_id_name_unit_id ON public.listings USING btree (person_id, name, unit_id);
CREATE INDEX ix_listings_person_id_position_unit_id ON public.listings USING btree (person_id, "position", unit_id);
CREATE INDEX ix_listings_person_id_taxpayer_id_unit_id ON public.listings USING btree (person_id, taxpayer_id, unit_id);
CREATE INDEX ix_listings_unit_id_taxpayer_id_name ON public.listings USING btree (unit_id, taxpayer_id, name);
CREATE INDEX ix_messages_medium_address_id ON public.messages USING btree (medium, address, id);
CREATE INDEX ix_one_time_codes_sent_at ON public.one_time_codes USING btree (sent_at);
CREATE INDEX ix_one_time_codes_target_sent_at ON public.one_time_codes USING btree (target, sent_at);
CREATE INDEX ix_qr_tickets_expires_at ON public.qr_tickets USING btree (expires_at);
CREATE INDEX ix_sessions_person_id_started_at ON public.sessions USING btree (person_id, started_at);
CREATE INDEX ix_sessions_started_at ON public.sessions USING btree (started_at);
CREATE INDEX ix_sims_device ON public.sims USING btree (device);
CREATE INDEX ix_strangers_since ON public.strangers USING btree (since);
ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.persons(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.authorisations
    ADD CONSTRAINT fk_authorisations_person_id FOREIGN KEY (person_id) REFERENCES public.persons(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.authorisations
    ADD CONSTRAINT fk_authorisations_unit_id FOREIGN KEY (unit_id) REFERENCES public.units(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.ca_challenges
    ADD CONSTRAINT fk_ca_challenges_session_id FOREIGN KEY (session_id) REFERENCES public.sessions(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.ca_challenges
    ADD CONSTRAINT fk_ca_challenges_unit_id FOREIGN KEY (unit_id) REFERENCES public.units(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.face_checks
    ADD CONSTRAINT fk_face_checks_person_id FOREIGN KEY (person_id) REFERENCES public.persons(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.face_requests
    ADD CONSTRAINT fk_face_requests_flow_id FOREIGN KEY (flow_id) REFERENCES public.flows(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.flows
    ADD CONSTRAINT fk_flows_hall_code_id FOREIGN KEY (hall_code_id) REFERENCES public.hall_codes(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.listings
    ADD CONSTRAINT fk_listings_person_id FOREIGN KEY (person_id) REFERENCES public.persons(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.listings
    ADD CONSTRAINT fk_listings_unit_id_taxpayer_id_name FOREIGN KEY (unit_id, taxpayer_id, name) REFERENCES public.units(id, taxpayer_id, name) ON UPDATE CASCADE ON DELETE CASCADE;
ALTER TABLE ONLY public.openings
    ADD CONSTRAINT fk_openings_session_id FOREIGN KEY (session_id) REFERENCES public.sessions(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.openings
    ADD CONSTRAINT fk_openings_unit_id FOREIGN KEY (unit_id) REFERENCES public.units(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.qr_tickets
    ADD CONSTRAINT fk_qr_tickets_person_id FOREIGN KEY (person_id) REFERENCES public.persons(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.qr_tickets
    ADD CONSTRAINT fk_qr_tickets_phone_session_id FOREIGN KEY (phone_session_id) REFERENCES public.sessions(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.qr_tickets
    ADD CONSTRAINT fk_qr_tickets_session_id FOREIGN KEY (session_id) REFERENCES public.sessions(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.roles
    ADD CONSTRAINT fk_roles_person_id FOREIGN KEY (person_id) REFERENCES public.persons(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.roles
    ADD CONSTRAINT fk_roles_unit_id FOREIGN KEY (unit_id) REFERENCES public.units(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT fk_sessions_person_id FOREIGN KEY (person_id) REFERENCES public.persons(id) ON DELETE CASCADE;
