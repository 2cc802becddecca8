BEGIN TRANSACTION;
CREATE TABLE account_acts (
	id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	act TEXT NOT NULL, 
	at INTEGER NOT NULL, 
	device TEXT NOT NULL, 
	address TEXT NOT NULL, 
	CONSTRAINT pk_account_acts PRIMARY KEY (id), 
	CONSTRAINT fk_account_acts_person_id FOREIGN KEY(person_id) REFERENCES persons (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE accounts (
	person_id INTEGER NOT NULL, 
	login_name TEXT, 
	mobile TEXT, 
	password_hash TEXT NOT NULL, 
	household TEXT, 
	CONSTRAINT pk_accounts PRIMARY KEY (person_id), 
	CONSTRAINT ck_accounts_password_hash CHECK (password_hash LIKE '$argon2id$%'), 
	CONSTRAINT fk_accounts_person_id FOREIGN KEY(person_id) REFERENCES persons (id) ON DELETE CASCADE, 
	CONSTRAINT uq_accounts_login_name UNIQUE (login_name), 
	CONSTRAINT uq_accounts_mobile UNIQUE (mobile)
)
 STRICT

;
CREATE TABLE agreements (
	agency_id INTEGER NOT NULL, 
	principal_id INTEGER NOT NULL, 
	ends_at INTEGER, 
	CONSTRAINT pk_agreements PRIMARY KEY (agency_id, principal_id), 
	CONSTRAINT fk_agreements_agency_id FOREIGN KEY(agency_id) REFERENCES units (id) ON DELETE CASCADE, 
	CONSTRAINT fk_agreements_principal_id FOREIGN KEY(principal_id) REFERENCES units (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0028');
CREATE TABLE annex_lines (
	unit_id INTEGER NOT NULL, 
	period TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	annex TEXT NOT NULL, 
	payee_id INTEGER NOT NULL, 
	place INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	changed_at INTEGER NOT NULL, 
	changed_by TEXT NOT NULL, 
	item TEXT NOT NULL, 
	counted TEXT NOT NULL, 
	matter TEXT DEFAULT '' NOT NULL, 
	document TEXT DEFAULT '' NOT NULL, 
	day TEXT DEFAULT '' NOT NULL, 
	check_code TEXT DEFAULT '' NOT NULL, 
	receiver TEXT DEFAULT '' NOT NULL, 
	receiver_id TEXT DEFAULT '' NOT NULL, 
	share TEXT DEFAULT '' NOT NULL, 
	amount INTEGER DEFAULT '0' NOT NULL, 
	yearly INTEGER DEFAULT '0' NOT NULL, 
	monthly INTEGER DEFAULT '0' NOT NULL, 
	donated INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_annex_lines PRIMARY KEY (unit_id, period, kind, annex, payee_id, place), 
	CONSTRAINT ck_annex_lines_item CHECK (item IN ('wages', 'bonus', 'labour', 'continuing', 'writing', 'royalty', 'nonresident_wages', 'nonresident_bonus', 'nonresident_labour', 'nonresident_writing', 'nonresident_royalty')), 
	CONSTRAINT ck_annex_lines_annex CHECK (annex IN ('reliefs', 'health_insurance', 'deferred_pension', 'donations')), 
	CONSTRAINT ck_annex_lines_kind CHECK (kind IN ('residents', 'nonresidents')), 
	CONSTRAINT fk_annex_lines_unit_id FOREIGN KEY(unit_id) REFERENCES units (id) ON DELETE CASCADE, 
	CONSTRAINT fk_annex_lines_payee_id FOREIGN KEY(payee_id) REFERENCES payees (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE answers (
	id TEXT NOT NULL, 
	who TEXT NOT NULL, 
	asked TEXT NOT NULL, 
	asked_at INTEGER NOT NULL, 
	claim TEXT, 
	answer TEXT, 
	shown_until INTEGER, 
	CONSTRAINT pk_answers PRIMARY KEY (id), 
	CONSTRAINT ck_answers_claim CHECK (claim IS NULL OR answer IS NULL)
)
 STRICT

;
CREATE TABLE authorisations (
	id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	permission TEXT NOT NULL, 
	valid_from INTEGER NOT NULL, 
	valid_until INTEGER, 
	ended_at INTEGER, hidden INTEGER DEFAULT '0' NOT NULL, told_until INTEGER, 
	CONSTRAINT pk_authorisations PRIMARY KEY (id), 
	CONSTRAINT ck_authorisations_permission CHECK (permission IN ('filing', 'management')), 
	CONSTRAINT ck_authorisations_term CHECK (valid_until IS NULL OR valid_until > valid_from), 
	CONSTRAINT fk_authorisations_person_id FOREIGN KEY(person_id) REFERENCES persons (id) ON DELETE CASCADE, 
	CONSTRAINT fk_authorisations_unit_id FOREIGN KEY(unit_id) REFERENCES units (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE basic_choices (
	unit_id INTEGER NOT NULL, 
	year INTEGER NOT NULL, 
	payee_id INTEGER NOT NULL, 
	at_once INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_basic_choices PRIMARY KEY (unit_id, year, payee_id), 
	CONSTRAINT ck_basic_choices_at_once CHECK (at_once IN (0, 1)), 
	CONSTRAINT fk_basic_choices_payee_id FOREIGN KEY(payee_id) REFERENCES payees (id) ON DELETE CASCADE, 
	CONSTRAINT fk_basic_choices_unit_id FOREIGN KEY(unit_id) REFERENCES units (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE bureau_accounts (
	person_id INTEGER NOT NULL, 
	login_name TEXT, 
	mobile TEXT, 
	password_hash TEXT, email TEXT, is_old INTEGER DEFAULT '0' NOT NULL, name_changed_at INTEGER, face_at INTEGER, 
	CONSTRAINT pk_bureau_accounts PRIMARY KEY (person_id), 
	CONSTRAINT ck_bureau_accounts_password_hash CHECK (password_hash LIKE '$argon2id$%'), 
	CONSTRAINT fk_bureau_accounts_person_id FOREIGN KEY(person_id) REFERENCES persons (id) ON DELETE CASCADE, 
	CONSTRAINT uq_bureau_accounts_login_name UNIQUE (login_name), 
	CONSTRAINT uq_bureau_accounts_mobile UNIQUE (mobile)
)
 STRICT

;
CREATE TABLE bureau_sessions (
	session_id INTEGER NOT NULL, 
	entrance TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	tie_id INTEGER, 
	mark TEXT NOT NULL, 
	project_id INTEGER, 
	principal_id INTEGER, 
	CONSTRAINT pk_bureau_sessions PRIMARY KEY (session_id), 
	CONSTRAINT ck_bureau_sessions_entrance CHECK (entrance IN ('enterprise', 'person', 'agency', 'foreigner', 'special')), 
	CONSTRAINT ck_bureau_sessions_kind CHECK (kind IN ('person', 'enterprise', 'agency', 'principal', 'project')), 
	CONSTRAINT fk_bureau_sessions_session_id FOREIGN KEY(session_id) REFERENCES sessions (id) ON DELETE CASCADE, 
	CONSTRAINT fk_bureau_sessions_tie_id FOREIGN KEY(tie_id) REFERENCES ties (id) ON DELETE SET NULL, 
	CONSTRAINT fk_bureau_sessions_project_id FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE SET NULL, 
	CONSTRAINT fk_bureau_sessions_principal_id FOREIGN KEY(principal_id) REFERENCES units (id) ON DELETE SET NULL
)
 STRICT

;
CREATE TABLE bureau_units (
	unit_id INTEGER NOT NULL, 
	province TEXT, 
	authority TEXT DEFAULT '' NOT NULL, 
	is_agency INTEGER DEFAULT '0' NOT NULL, enterprise_hash TEXT, 
	CONSTRAINT pk_bureau_units PRIMARY KEY (unit_id), 
	CONSTRAINT ck_bureau_units_is_agency CHECK (is_agency IN (0, 1)), 
	CONSTRAINT fk_bureau_units_unit_id FOREIGN KEY(unit_id) REFERENCES units (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE ca_challenges (
	session_id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	challenge_hash TEXT NOT NULL, 
	expires_at INTEGER NOT NULL, 
	CONSTRAINT pk_ca_challenges PRIMARY KEY (session_id, unit_id), 
	CONSTRAINT fk_ca_challenges_session_id FOREIGN KEY(session_id) REFERENCES sessions (id) ON DELETE CASCADE, 
	CONSTRAINT fk_ca_challenges_unit_id FOREIGN KEY(unit_id) REFERENCES units (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE captchas (
	id TEXT NOT NULL, 
	client TEXT NOT NULL, 
	purpose TEXT NOT NULL, 
	state TEXT NOT NULL, 
	sealed TEXT NOT NULL, 
	expires_at INTEGER NOT NULL, 
	drawn INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_captchas PRIMARY KEY (id), 
	CONSTRAINT ck_captchas_state CHECK (state IN ('good', 'used', 'replaced'))
)
 STRICT

;
CREATE TABLE certificates (
	serial TEXT NOT NULL, 
	taxpayer_id TEXT NOT NULL, 
	not_before INTEGER NOT NULL, 
	not_after INTEGER NOT NULL, 
	revoked_at INTEGER, 
	CONSTRAINT pk_certificates PRIMARY KEY (serial)
)
 STRICT

;
CREATE TABLE claims (
	id INTEGER NOT NULL, 
	payee_id INTEGER NOT NULL, 
	version INTEGER DEFAULT '1' NOT NULL, 
	kind TEXT NOT NULL, 
	person TEXT DEFAULT '' NOT NULL, 
	born TEXT DEFAULT '' NOT NULL, 
	begins TEXT DEFAULT '' NOT NULL, 
	ends TEXT DEFAULT '' NOT NULL, 
	whole TEXT DEFAULT '' NOT NULL, 
	city TEXT DEFAULT '' NOT NULL, 
	amount INTEGER, 
	filed_at INTEGER, 
	taken_at INTEGER, 
	changed_at INTEGER NOT NULL, 
	changed_by TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_claims PRIMARY KEY (id), 
	CONSTRAINT ck_claims_kind CHECK (kind IN ('child', 'infant', 'degree', 'certificate', 'loan', 'rent', 'elder', 'pension')), 
	CONSTRAINT fk_claims_payee_id FOREIGN KEY(payee_id) REFERENCES payees (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE client_marks (
	client TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	failed_at INTEGER NOT NULL, 
	CONSTRAINT pk_client_marks PRIMARY KEY (client, kind)
)
 STRICT

;
CREATE TABLE face_checks (
	person_id INTEGER NOT NULL, 
	outcome TEXT NOT NULL, 
	CONSTRAINT pk_face_checks PRIMARY KEY (person_id), 
	CONSTRAINT ck_face_checks_outcome CHECK (outcome IN ('pass', 'other_person', 'unreachable')), 
	CONSTRAINT fk_face_checks_person_id FOREIGN KEY(person_id) REFERENCES persons (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE face_requests (
	id INTEGER NOT NULL, 
	link_hash TEXT NOT NULL, 
	flow_id INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	expires_at INTEGER NOT NULL, app TEXT DEFAULT 'itax' NOT NULL CONSTRAINT ck_face_requests_app CHECK (app IN ('itax', 'bureau')), 
	CONSTRAINT pk_face_requests PRIMARY KEY (id), 
	CONSTRAINT ck_face_requests_state CHECK (state IN ('waiting', 'pass', 'other_person', 'unreachable')), 
	CONSTRAINT fk_face_requests_flow_id FOREIGN KEY(flow_id) REFERENCES flows (id) ON DELETE CASCADE, 
	CONSTRAINT uq_face_requests_flow_id UNIQUE (flow_id), 
	CONSTRAINT uq_face_requests_link_hash UNIQUE (link_hash)
)
 STRICT

;
CREATE TABLE faults (
	id INTEGER NOT NULL, 
	method TEXT NOT NULL, 
	path TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	params TEXT NOT NULL, 
	percent INTEGER NOT NULL, 
	remaining INTEGER, 
	CONSTRAINT pk_faults PRIMARY KEY (id), 
	CONSTRAINT ck_faults_percent CHECK (percent BETWEEN 1 AND 100), 
	CONSTRAINT ck_faults_remaining CHECK (remaining >= 0)
)
 STRICT

;
CREATE TABLE filing_months (
	unit_id INTEGER NOT NULL, 
	period TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	in_force INTEGER, 
	on_way TEXT, 
	correcting INTEGER DEFAULT '0' NOT NULL, 
	voiding INTEGER DEFAULT '0' NOT NULL, 
	redo INTEGER DEFAULT '0' NOT NULL, 
	changed INTEGER DEFAULT '0' NOT NULL, 
	calculated INTEGER, 
	calculated_at INTEGER, 
	running TEXT, 
	done INTEGER DEFAULT '0' NOT NULL, changed_by TEXT DEFAULT '' NOT NULL, changed_at INTEGER, 
	CONSTRAINT pk_filing_months PRIMARY KEY (unit_id, period, kind), 
	CONSTRAINT ck_filing_months_correcting CHECK (correcting IN (0, 1)), 
	CONSTRAINT ck_filing_months_voiding CHECK (voiding IN (0, 1)), 
	CONSTRAINT ck_filing_months_redo CHECK (redo IN (0, 1)), 
	CONSTRAINT fk_filing_months_unit_id FOREIGN KEY(unit_id) REFERENCES units (id) ON DELETE CASCADE, 
	CONSTRAINT ck_filing_months_kind CHECK (kind IN ('residents', 'nonresidents')), 
	CONSTRAINT ck_filing_months_on_way CHECK (on_way IN ('normal', 'correction'))
)
 STRICT

;
CREATE TABLE flows (
	id INTEGER NOT NULL, 
	secret_hash TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	content TEXT NOT NULL, 
	password_hash TEXT, 
	hall_code_id INTEGER, 
	expires_at INTEGER NOT NULL, finished_with TEXT, 
	CONSTRAINT pk_flows PRIMARY KEY (id), 
	CONSTRAINT ck_flows_kind CHECK (kind IN ('registration', 'recovery', 'bureau_login', 'bureau_recovery', 'bureau_mobile', 'bureau_level', 'bureau_registration', 'bureau_email', 'bureau_old_login', 'bureau_enterprise')), 
	CONSTRAINT ck_flows_password_hash CHECK (password_hash IS NULL OR password_hash LIKE '$argon2id$%'), 
	CONSTRAINT fk_flows_hall_code_id FOREIGN KEY(hall_code_id) REFERENCES hall_codes (id) ON DELETE SET NULL, 
	CONSTRAINT uq_flows_secret_hash UNIQUE (secret_hash)
)
 STRICT

;
CREATE TABLE guess_counters (
	kind TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	failures INTEGER NOT NULL, 
	last_failure INTEGER, 
	locked_until INTEGER, 
	reservations TEXT NOT NULL, 
	touched_at INTEGER NOT NULL, shown TEXT DEFAULT '' NOT NULL, device TEXT DEFAULT '' NOT NULL, address TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_guess_counters PRIMARY KEY (kind, subject), 
	CONSTRAINT ck_guess_counters_failures CHECK (failures >= 0)
)
 STRICT

;
CREATE TABLE hall_codes (
	id INTEGER NOT NULL, 
	document_type TEXT NOT NULL, 
	document_number TEXT NOT NULL, 
	name TEXT NOT NULL, 
	nationality TEXT, 
	code_hash TEXT NOT NULL, 
	state TEXT NOT NULL, 
	issued_at INTEGER NOT NULL, 
	expires_at INTEGER NOT NULL, 
	CONSTRAINT pk_hall_codes PRIMARY KEY (id), 
	CONSTRAINT ck_hall_codes_document_type CHECK (document_type IN ('resident_id', 'hk_macao_permit', 'taiwan_permit', 'hk_macao_residence', 'taiwan_residence', 'foreign_permanent_resident', 'cn_passport', 'foreign_passport', 'work_permit_a', 'work_permit_b', 'work_permit_c')), 
	CONSTRAINT ck_hall_codes_state CHECK (state IN ('issued', 'used', 'burned', 'replaced'))
)
 STRICT

;
CREATE TABLE hall_records (
	person_id INTEGER NOT NULL, 
	mobile TEXT, 
	collected_at INTEGER NOT NULL, 
	CONSTRAINT pk_hall_records PRIMARY KEY (person_id), 
	CONSTRAINT fk_hall_records_person_id FOREIGN KEY(person_id) REFERENCES persons (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE import_lines (
	import_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	verdict TEXT NOT NULL, 
	row_id INTEGER, 
	version INTEGER, 
	texts TEXT NOT NULL, 
	CONSTRAINT pk_import_lines PRIMARY KEY (import_id, number), 
	CONSTRAINT ck_import_lines_verdict CHECK (verdict IN ('new', 'changed', 'unchanged', 'misfilled', 'twice', 'awaiting', 'unknown', 'other_name', 'not_accepted')), 
	CONSTRAINT fk_import_lines_import_id FOREIGN KEY(import_id) REFERENCES imports (id) ON DELETE CASCADE, 
	CONSTRAINT uq_import_lines_import_id_key UNIQUE (import_id, "key")
)
 STRICT

;
CREATE TABLE imports (
	id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	target TEXT NOT NULL, 
	begun_at INTEGER NOT NULL, 
	CONSTRAINT pk_imports PRIMARY KEY (id), 
	CONSTRAINT fk_imports_unit_id FOREIGN KEY(unit_id) REFERENCES units (id) ON DELETE CASCADE, 
	CONSTRAINT fk_imports_person_id FOREIGN KEY(person_id) REFERENCES persons (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE income_rows (
	unit_id INTEGER NOT NULL, 
	period TEXT NOT NULL, 
	item TEXT NOT NULL, 
	payee_id INTEGER NOT NULL, 
	place INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	changed_at INTEGER NOT NULL, 
	changed_by TEXT NOT NULL, 
	labour TEXT DEFAULT '' NOT NULL, 
	remark TEXT DEFAULT '' NOT NULL, 
	merged INTEGER DEFAULT '0' NOT NULL, 
	income INTEGER DEFAULT '0' NOT NULL, 
	exempt INTEGER DEFAULT '0' NOT NULL, 
	pension INTEGER DEFAULT '0' NOT NULL, 
	medical INTEGER DEFAULT '0' NOT NULL, 
	unemployment INTEGER DEFAULT '0' NOT NULL, 
	housing_fund INTEGER DEFAULT '0' NOT NULL, 
	children INTEGER DEFAULT '0' NOT NULL, 
	education INTEGER DEFAULT '0' NOT NULL, 
	loan INTEGER DEFAULT '0' NOT NULL, 
	rent INTEGER DEFAULT '0' NOT NULL, 
	elderly INTEGER DEFAULT '0' NOT NULL, 
	infants INTEGER DEFAULT '0' NOT NULL, 
	private_pension INTEGER DEFAULT '0' NOT NULL, 
	annuity INTEGER DEFAULT '0' NOT NULL, 
	health_insurance INTEGER DEFAULT '0' NOT NULL, 
	deferred_pension INTEGER DEFAULT '0' NOT NULL, 
	transport INTEGER DEFAULT '0' NOT NULL, 
	communication INTEGER DEFAULT '0' NOT NULL, 
	lawyer INTEGER DEFAULT '0' NOT NULL, 
	tibet INTEGER DEFAULT '0' NOT NULL, 
	other INTEGER DEFAULT '0' NOT NULL, 
	donations INTEGER DEFAULT '0' NOT NULL, 
	reliefs INTEGER DEFAULT '0' NOT NULL, 
	treaty INTEGER DEFAULT '0' NOT NULL, 
	permitted_taxes INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_income_rows PRIMARY KEY (unit_id, period, item, payee_id, place), 
	CONSTRAINT ck_income_rows_merged CHECK (merged IN (0, 1)), 
	CONSTRAINT fk_income_rows_payee_id FOREIGN KEY(payee_id) REFERENCES payees (id) ON DELETE CASCADE, 
	CONSTRAINT fk_income_rows_unit_id FOREIGN KEY(unit_id) REFERENCES units (id) ON DELETE CASCADE, 
	CONSTRAINT ck_income_rows_item CHECK (item IN ('wages', 'bonus', 'labour', 'continuing', 'writing', 'royalty', 'nonresident_wages', 'nonresident_bonus', 'nonresident_labour', 'nonresident_writing', 'nonresident_royalty'))
)
 WITHOUT ROWID,
 STRICT

;
CREATE TABLE income_taxes (
	unit_id INTEGER NOT NULL, 
	period TEXT NOT NULL, 
	item TEXT NOT NULL, 
	payee_id INTEGER NOT NULL, 
	place INTEGER NOT NULL, 
	due INTEGER NOT NULL, 
	carried INTEGER NOT NULL, 
	failed TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_income_taxes PRIMARY KEY (unit_id, period, item, payee_id, place), 
	CONSTRAINT fk_income_taxes_unit_id_period_item_payee_id_place FOREIGN KEY(unit_id, period, item, payee_id, place) REFERENCES income_rows (unit_id, period, item, payee_id, place) ON DELETE CASCADE
)
 WITHOUT ROWID,
 STRICT

;
CREATE TABLE journal (
	id INTEGER NOT NULL, 
	at INTEGER NOT NULL, 
	person_id INTEGER, 
	client TEXT NOT NULL, 
	address TEXT NOT NULL, 
	asked TEXT NOT NULL, 
	status INTEGER NOT NULL, 
	decided TEXT NOT NULL, 
	why TEXT NOT NULL, 
	params TEXT NOT NULL, 
	rule TEXT NOT NULL, 
	CONSTRAINT pk_journal PRIMARY KEY (id)
)
 STRICT

;
CREATE TABLE listings (
	person_id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	taxpayer_id TEXT NOT NULL, 
	name TEXT NOT NULL, name_order TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_listings PRIMARY KEY (person_id, unit_id), 
	CONSTRAINT fk_listings_person_id FOREIGN KEY(person_id) REFERENCES persons (id) ON DELETE CASCADE, 
	CONSTRAINT fk_listings_unit_id_taxpayer_id_name FOREIGN KEY(unit_id, taxpayer_id, name) REFERENCES units (id, taxpayer_id, name) ON DELETE CASCADE ON UPDATE CASCADE
)
 STRICT

;
CREATE TABLE messages (
	id INTEGER NOT NULL, 
	medium TEXT NOT NULL, 
	address TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	params TEXT NOT NULL, 
	sent_at INTEGER NOT NULL, sent_in TEXT, 
	CONSTRAINT pk_messages PRIMARY KEY (id), 
	CONSTRAINT ck_messages_medium CHECK (medium IN ('sms', 'email'))
)
 STRICT

;
CREATE TABLE meta (
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_meta PRIMARY KEY ("key")
)
 STRICT

;
CREATE TABLE one_time_codes (
	id INTEGER NOT NULL, 
	purpose TEXT NOT NULL, 
	target TEXT NOT NULL, 
	bound_to TEXT NOT NULL, 
	code_hash TEXT NOT NULL, 
	state TEXT NOT NULL, 
	wrong INTEGER NOT NULL, 
	sent_at INTEGER NOT NULL, 
	expires_at INTEGER NOT NULL, sender TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_one_time_codes PRIMARY KEY (id), 
	CONSTRAINT ck_one_time_codes_purpose CHECK (purpose IN ('registration', 'recovery', 'mobile', 'declaration_password', 'bureau_login', 'bureau_recovery', 'bureau_mobile', 'bureau_registration', 'bureau_email', 'bureau_enterprise')), 
	CONSTRAINT ck_one_time_codes_state CHECK (state IN ('issued', 'used', 'burned', 'replaced', 'voided')), 
	CONSTRAINT ck_one_time_codes_wrong CHECK (wrong >= 0)
)
 STRICT

;
CREATE TABLE openings (
	session_id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	opened_by TEXT NOT NULL, 
	opened_at INTEGER NOT NULL, 
	CONSTRAINT pk_openings PRIMARY KEY (session_id, unit_id), 
	CONSTRAINT ck_openings_opened_by CHECK (opened_by IN ('declaration_password', 'authorisation', 'certificate')), 
	CONSTRAINT fk_openings_session_id FOREIGN KEY(session_id) REFERENCES sessions (id) ON DELETE CASCADE, 
	CONSTRAINT fk_openings_unit_id FOREIGN KEY(unit_id) REFERENCES units (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE payees (
	id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	version INTEGER DEFAULT '1' NOT NULL, 
	work_number TEXT DEFAULT '' NOT NULL, 
	name TEXT DEFAULT '' NOT NULL, 
	document_type TEXT DEFAULT '' NOT NULL, 
	document_number TEXT DEFAULT '' NOT NULL, 
	nationality TEXT DEFAULT '' NOT NULL, 
	sex TEXT DEFAULT '' NOT NULL, 
	birth TEXT DEFAULT '' NOT NULL, 
	is_senior_expert TEXT DEFAULT '' NOT NULL, 
	employment TEXT DEFAULT '' NOT NULL, 
	other_circumstances TEXT DEFAULT '' NOT NULL, 
	first_year TEXT DEFAULT '' NOT NULL, 
	mobile TEXT DEFAULT '' NOT NULL, 
	employed_from TEXT DEFAULT '' NOT NULL, 
	left_on TEXT DEFAULT '' NOT NULL, 
	is_paid_after_leaving TEXT DEFAULT '' NOT NULL, 
	back_pay_period TEXT DEFAULT '' NOT NULL, 
	is_disabled TEXT DEFAULT '' NOT NULL, 
	is_martyrs_family TEXT DEFAULT '' NOT NULL, 
	is_elderly_alone TEXT DEFAULT '' NOT NULL, 
	disability_document TEXT DEFAULT '' NOT NULL, 
	disability_number TEXT DEFAULT '' NOT NULL, 
	martyr_number TEXT DEFAULT '' NOT NULL, 
	takes_basic_deduction TEXT DEFAULT '' NOT NULL, 
	invested TEXT DEFAULT '' NOT NULL, 
	share TEXT DEFAULT '' NOT NULL, 
	remark TEXT DEFAULT '' NOT NULL, 
	chinese_name TEXT DEFAULT '' NOT NULL, 
	tax_reasons TEXT DEFAULT '' NOT NULL, 
	birth_country TEXT DEFAULT '' NOT NULL, 
	first_entry TEXT DEFAULT '' NOT NULL, 
	expected_departure TEXT DEFAULT '' NOT NULL, 
	other_document_type TEXT DEFAULT '' NOT NULL, 
	other_document_number TEXT DEFAULT '' NOT NULL, 
	registered_province TEXT DEFAULT '' NOT NULL, 
	registered_city TEXT DEFAULT '' NOT NULL, 
	registered_district TEXT DEFAULT '' NOT NULL, 
	registered_detail TEXT DEFAULT '' NOT NULL, 
	residence_province TEXT DEFAULT '' NOT NULL, 
	residence_city TEXT DEFAULT '' NOT NULL, 
	residence_district TEXT DEFAULT '' NOT NULL, 
	residence_detail TEXT DEFAULT '' NOT NULL, 
	contact_province TEXT DEFAULT '' NOT NULL, 
	contact_city TEXT DEFAULT '' NOT NULL, 
	contact_district TEXT DEFAULT '' NOT NULL, 
	contact_detail TEXT DEFAULT '' NOT NULL, 
	email TEXT DEFAULT '' NOT NULL, 
	education TEXT DEFAULT '' NOT NULL, 
	bank TEXT DEFAULT '' NOT NULL, 
	bank_account TEXT DEFAULT '' NOT NULL, 
	bank_province TEXT DEFAULT '' NOT NULL, 
	position TEXT DEFAULT '' NOT NULL, 
	person_state TEXT DEFAULT 'normal' NOT NULL, 
	report_state TEXT DEFAULT 'pending' NOT NULL, 
	identity_state TEXT DEFAULT 'unverified' NOT NULL, 
	was_reported INTEGER DEFAULT '0' NOT NULL, 
	reported_at INTEGER, 
	reason TEXT DEFAULT '' NOT NULL, 
	outcome TEXT, 
	changed_at INTEGER NOT NULL, 
	changed_by TEXT DEFAULT '' NOT NULL, 
	name_order TEXT NOT NULL, 
	search TEXT NOT NULL, outcome_reason TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_payees PRIMARY KEY (id), 
	CONSTRAINT ck_payees_document_type CHECK (document_type IN ('resident_id', 'hk_macao_permit', 'taiwan_permit', 'hk_macao_residence', 'taiwan_residence', 'foreign_permanent_resident', 'cn_passport', 'foreign_passport', 'work_permit_a', 'work_permit_b', 'work_permit_c')), 
	CONSTRAINT ck_payees_person_state CHECK (person_state IN ('normal', 'abnormal')), 
	CONSTRAINT ck_payees_report_state CHECK (report_state IN ('pending', 'awaiting', 'accepted', 'failed')), 
	CONSTRAINT ck_payees_identity_state CHECK (identity_state IN ('unverified', 'verifying', 'passed', 'failed', 'deferred')), 
	CONSTRAINT ck_payees_outcome CHECK (outcome IN ('passed', 'failed', 'deferred', 'refused')), 
	CONSTRAINT ck_payees_was_reported CHECK (was_reported IN (0, 1)), 
	CONSTRAINT fk_payees_unit_id FOREIGN KEY(unit_id) REFERENCES units (id) ON DELETE CASCADE, 
	CONSTRAINT uq_payees_unit_id_document_type_document_number UNIQUE (unit_id, document_type, document_number)
)
 STRICT

;
CREATE TABLE payments (
	id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	period TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	method TEXT NOT NULL, 
	state TEXT NOT NULL, 
	amount INTEGER NOT NULL, 
	late_fee INTEGER NOT NULL, 
	asked_at INTEGER NOT NULL, 
	asked_by TEXT NOT NULL, 
	answer_at INTEGER, 
	settled_at INTEGER, 
	outcome TEXT, 
	receipt TEXT DEFAULT '' NOT NULL, 
	voucher TEXT DEFAULT '' NOT NULL, 
	pay_by TEXT, 
	CONSTRAINT pk_payments PRIMARY KEY (id), 
	CONSTRAINT ck_payments_amount CHECK (amount > 0 AND late_fee >= 0), 
	CONSTRAINT fk_payments_unit_id FOREIGN KEY(unit_id) REFERENCES units (id) ON DELETE CASCADE, 
	CONSTRAINT ck_payments_kind CHECK (kind IN ('residents', 'nonresidents')), 
	CONSTRAINT ck_payments_method CHECK (method IN ('agreement', 'voucher')), 
	CONSTRAINT ck_payments_state CHECK (state IN ('processing', 'paid', 'insufficient', 'invalid', 'unknown', 'not_taken', 'issued', 'cancelled')), 
	CONSTRAINT ck_payments_outcome CHECK (outcome IN ('paid', 'insufficient', 'invalid', 'unreachable_taken', 'unreachable_not_taken'))
)
 STRICT

;
CREATE TABLE persons (
	id INTEGER NOT NULL, 
	document_type TEXT NOT NULL, 
	document_number TEXT NOT NULL, 
	name TEXT NOT NULL, nationality TEXT, birth TEXT, sex TEXT, 
	CONSTRAINT pk_persons PRIMARY KEY (id), 
	CONSTRAINT ck_persons_document_type CHECK (document_type IN ('resident_id', 'hk_macao_permit', 'taiwan_permit', 'hk_macao_residence', 'taiwan_residence', 'foreign_permanent_resident', 'cn_passport', 'foreign_passport', 'work_permit_a', 'work_permit_b', 'work_permit_c')), 
	CONSTRAINT ck_persons_name CHECK (length(name) BETWEEN 1 AND 50), 
	CONSTRAINT uq_persons_document_type_document_number UNIQUE (document_type, document_number)
)
 STRICT

;
CREATE TABLE project_people (
	project_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	role TEXT NOT NULL, 
	CONSTRAINT pk_project_people PRIMARY KEY (project_id, person_id, role), 
	CONSTRAINT ck_project_people_role CHECK (role IN ('handler', 'contact')), 
	CONSTRAINT fk_project_people_person_id FOREIGN KEY(person_id) REFERENCES persons (id) ON DELETE CASCADE, 
	CONSTRAINT fk_project_people_project_id FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE projects (
	id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	ending TEXT NOT NULL, 
	name TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	place TEXT NOT NULL, 
	authority TEXT NOT NULL, 
	state TEXT NOT NULL, 
	begins_at INTEGER NOT NULL, 
	ends_at INTEGER, 
	checked_in_at INTEGER, 
	CONSTRAINT pk_projects PRIMARY KEY (id), 
	CONSTRAINT ck_projects_kind CHECK (kind IN ('reported', 'source')), 
	CONSTRAINT ck_projects_state CHECK (state IN ('reported', 'checked_in', 'closed')), 
	CONSTRAINT fk_projects_unit_id FOREIGN KEY(unit_id) REFERENCES units (id) ON DELETE CASCADE, 
	CONSTRAINT uq_projects_number UNIQUE (number)
)
 STRICT

;
CREATE TABLE qr_tickets (
	id INTEGER NOT NULL, 
	poll_hash TEXT NOT NULL, 
	scan_hash TEXT NOT NULL, 
	code_hash TEXT NOT NULL, 
	state TEXT NOT NULL, 
	device TEXT NOT NULL, 
	address TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	offered TEXT NOT NULL, 
	asked_at INTEGER NOT NULL, 
	expires_at INTEGER NOT NULL, 
	person_id INTEGER, 
	phone_session_id INTEGER, 
	because TEXT, 
	session_id INTEGER, 
	redeemed_at INTEGER, 
	polled_at INTEGER, 
	polled_before INTEGER, audience TEXT DEFAULT 'client' NOT NULL CONSTRAINT ck_qr_tickets_audience CHECK (audience IN ('client', 'bureau')), app TEXT DEFAULT 'itax' NOT NULL CONSTRAINT ck_qr_tickets_app CHECK (app IN ('itax', 'bureau')), 
	CONSTRAINT pk_qr_tickets PRIMARY KEY (id), 
	CONSTRAINT ck_qr_tickets_state CHECK (state IN ('waiting', 'scanned', 'confirmed', 'redeemed', 'refused', 'expired', 'cancelled')), 
	CONSTRAINT ck_qr_tickets_because CHECK (because IN ('person', 'wrong_number')), 
	CONSTRAINT ck_qr_tickets_number CHECK (number BETWEEN 10 AND 99), 
	CONSTRAINT ck_qr_tickets_phone CHECK ((person_id IS NULL) = (phone_session_id IS NULL)), 
	CONSTRAINT ck_qr_tickets_person CHECK (state NOT IN ('scanned', 'confirmed', 'redeemed') OR person_id IS NOT NULL), 
	CONSTRAINT ck_qr_tickets_session CHECK (session_id IS NULL OR state = 'redeemed'), 
	CONSTRAINT ck_qr_tickets_redeemed_at CHECK ((state = 'redeemed') = (redeemed_at IS NOT NULL)), 
	CONSTRAINT ck_qr_tickets_refused CHECK ((state = 'refused') = (because IS NOT NULL)), 
	CONSTRAINT fk_qr_tickets_person_id FOREIGN KEY(person_id) REFERENCES persons (id) ON DELETE CASCADE, 
	CONSTRAINT fk_qr_tickets_phone_session_id FOREIGN KEY(phone_session_id) REFERENCES sessions (id) ON DELETE CASCADE, 
	CONSTRAINT fk_qr_tickets_session_id FOREIGN KEY(session_id) REFERENCES sessions (id) ON DELETE CASCADE, 
	CONSTRAINT uq_qr_tickets_poll_hash UNIQUE (poll_hash), 
	CONSTRAINT uq_qr_tickets_scan_hash UNIQUE (scan_hash), 
	CONSTRAINT uq_qr_tickets_code_hash UNIQUE (code_hash)
)
 STRICT

;
CREATE TABLE return_annex_lines (
	return_id INTEGER NOT NULL, 
	annex TEXT NOT NULL, 
	payee_id INTEGER NOT NULL, 
	place INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	document_number TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	changed_at INTEGER NOT NULL, 
	changed_by TEXT NOT NULL, 
	item TEXT NOT NULL, 
	counted TEXT NOT NULL, 
	matter TEXT DEFAULT '' NOT NULL, 
	document TEXT DEFAULT '' NOT NULL, 
	day TEXT DEFAULT '' NOT NULL, 
	check_code TEXT DEFAULT '' NOT NULL, 
	receiver TEXT DEFAULT '' NOT NULL, 
	receiver_id TEXT DEFAULT '' NOT NULL, 
	share TEXT DEFAULT '' NOT NULL, 
	amount INTEGER DEFAULT '0' NOT NULL, 
	yearly INTEGER DEFAULT '0' NOT NULL, 
	monthly INTEGER DEFAULT '0' NOT NULL, 
	donated INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_return_annex_lines PRIMARY KEY (return_id, annex, payee_id, place), 
	CONSTRAINT ck_return_annex_lines_item CHECK (item IN ('wages', 'bonus', 'labour', 'continuing', 'writing', 'royalty', 'nonresident_wages', 'nonresident_bonus', 'nonresident_labour', 'nonresident_writing', 'nonresident_royalty')), 
	CONSTRAINT ck_return_annex_lines_annex CHECK (annex IN ('reliefs', 'health_insurance', 'deferred_pension', 'donations')), 
	CONSTRAINT fk_return_annex_lines_return_id FOREIGN KEY(return_id) REFERENCES returns (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE return_lines (
	return_id INTEGER NOT NULL, 
	item TEXT NOT NULL, 
	payee_id INTEGER NOT NULL, 
	place INTEGER NOT NULL, 
	work_number TEXT NOT NULL, 
	name TEXT NOT NULL, 
	document_type TEXT NOT NULL, 
	document_number TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	changed_at INTEGER NOT NULL, 
	changed_by TEXT NOT NULL, 
	labour TEXT DEFAULT '' NOT NULL, 
	remark TEXT DEFAULT '' NOT NULL, 
	merged INTEGER DEFAULT '0' NOT NULL, 
	income INTEGER DEFAULT '0' NOT NULL, 
	exempt INTEGER DEFAULT '0' NOT NULL, 
	pension INTEGER DEFAULT '0' NOT NULL, 
	medical INTEGER DEFAULT '0' NOT NULL, 
	unemployment INTEGER DEFAULT '0' NOT NULL, 
	housing_fund INTEGER DEFAULT '0' NOT NULL, 
	children INTEGER DEFAULT '0' NOT NULL, 
	education INTEGER DEFAULT '0' NOT NULL, 
	loan INTEGER DEFAULT '0' NOT NULL, 
	rent INTEGER DEFAULT '0' NOT NULL, 
	elderly INTEGER DEFAULT '0' NOT NULL, 
	infants INTEGER DEFAULT '0' NOT NULL, 
	private_pension INTEGER DEFAULT '0' NOT NULL, 
	annuity INTEGER DEFAULT '0' NOT NULL, 
	health_insurance INTEGER DEFAULT '0' NOT NULL, 
	deferred_pension INTEGER DEFAULT '0' NOT NULL, 
	transport INTEGER DEFAULT '0' NOT NULL, 
	communication INTEGER DEFAULT '0' NOT NULL, 
	lawyer INTEGER DEFAULT '0' NOT NULL, 
	tibet INTEGER DEFAULT '0' NOT NULL, 
	other INTEGER DEFAULT '0' NOT NULL, 
	donations INTEGER DEFAULT '0' NOT NULL, 
	reliefs INTEGER DEFAULT '0' NOT NULL, 
	treaty INTEGER DEFAULT '0' NOT NULL, 
	permitted_taxes INTEGER DEFAULT '0' NOT NULL, 
	due INTEGER NOT NULL, 
	carried INTEGER NOT NULL, 
	CONSTRAINT pk_return_lines PRIMARY KEY (return_id, item, payee_id, place), 
	CONSTRAINT ck_return_lines_merged CHECK (merged IN (0, 1)), 
	CONSTRAINT fk_return_lines_return_id FOREIGN KEY(return_id) REFERENCES returns (id) ON DELETE CASCADE
)
 WITHOUT ROWID,
 STRICT

;
CREATE TABLE returns (
	id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	period TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	type TEXT NOT NULL, 
	state TEXT NOT NULL, 
	people INTEGER NOT NULL, 
	income INTEGER NOT NULL, 
	tax INTEGER NOT NULL, 
	sent_at INTEGER NOT NULL, 
	sent_by TEXT NOT NULL, 
	answer_at INTEGER, 
	refused_because TEXT, 
	receipt TEXT DEFAULT '' NOT NULL, 
	reason TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_returns PRIMARY KEY (id), 
	CONSTRAINT uq_returns_unit_id_period_kind_number UNIQUE (unit_id, period, kind, number), 
	CONSTRAINT fk_returns_unit_id FOREIGN KEY(unit_id) REFERENCES units (id) ON DELETE CASCADE, 
	CONSTRAINT ck_returns_kind CHECK (kind IN ('residents', 'nonresidents')), 
	CONSTRAINT ck_returns_type CHECK (type IN ('normal', 'correction')), 
	CONSTRAINT ck_returns_state CHECK (state IN ('processing', 'accepted', 'failed', 'voiding', 'voided', 'replaced'))
)
 STRICT

;
CREATE TABLE roles (
	unit_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	role TEXT NOT NULL, 
	CONSTRAINT pk_roles PRIMARY KEY (unit_id, person_id), 
	CONSTRAINT ck_roles_role CHECK (role IN ('legal_representative', 'finance_officer', 'tax_staff')), 
	CONSTRAINT fk_roles_person_id FOREIGN KEY(person_id) REFERENCES persons (id) ON DELETE CASCADE, 
	CONSTRAINT fk_roles_unit_id FOREIGN KEY(unit_id) REFERENCES units (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE sessions (
	id INTEGER NOT NULL, 
	token_hash TEXT NOT NULL, 
	person_id INTEGER NOT NULL, 
	started_at INTEGER NOT NULL, 
	last_seen INTEGER NOT NULL, 
	ended_at INTEGER, 
	end_reason TEXT, 
	channel TEXT DEFAULT 'client' NOT NULL, device TEXT DEFAULT '' NOT NULL, address TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_sessions PRIMARY KEY (id), 
	CONSTRAINT ck_sessions_channel CHECK (channel IN ('client', 'phone', 'portal', 'bureau', 'bureau_app')), 
	CONSTRAINT ck_sessions_ended CHECK ((ended_at IS NULL) = (end_reason IS NULL)), 
	CONSTRAINT fk_sessions_person_id FOREIGN KEY(person_id) REFERENCES persons (id) ON DELETE CASCADE, 
	CONSTRAINT uq_sessions_token_hash UNIQUE (token_hash)
)
 STRICT

;
CREATE TABLE sims (
	device TEXT NOT NULL, 
	mobile TEXT NOT NULL, 
	put_in INTEGER NOT NULL, 
	CONSTRAINT pk_sims PRIMARY KEY (device, mobile)
)
 STRICT

;
CREATE TABLE sliders (
	id TEXT NOT NULL, 
	client TEXT NOT NULL, 
	purpose TEXT NOT NULL, 
	state TEXT NOT NULL, 
	expires_at INTEGER NOT NULL, 
	CONSTRAINT pk_sliders PRIMARY KEY (id), 
	CONSTRAINT ck_sliders_state CHECK (state IN ('good', 'used'))
)
 STRICT

;
CREATE TABLE snapshots (
	name TEXT NOT NULL, 
	made_at INTEGER NOT NULL, 
	content TEXT NOT NULL, 
	CONSTRAINT pk_snapshots PRIMARY KEY (name)
)
 STRICT

;
CREATE TABLE strangers (
	address TEXT NOT NULL, 
	since INTEGER NOT NULL, 
	misses INTEGER NOT NULL, 
	CONSTRAINT pk_strangers PRIMARY KEY (address)
)
 STRICT

;
CREATE TABLE tax_accounts (
	unit_id INTEGER NOT NULL, 
	revision INTEGER DEFAULT '0' NOT NULL, 
	agreement TEXT DEFAULT 'none' NOT NULL, 
	known_agreement TEXT DEFAULT 'none' NOT NULL, 
	bank TEXT DEFAULT '' NOT NULL, 
	account TEXT DEFAULT '' NOT NULL, 
	balance INTEGER DEFAULT '0' NOT NULL, 
	next_outcome TEXT, 
	next_refusal TEXT, 
	CONSTRAINT pk_tax_accounts PRIMARY KEY (unit_id), 
	CONSTRAINT fk_tax_accounts_unit_id FOREIGN KEY(unit_id) REFERENCES units (id) ON DELETE CASCADE, 
	CONSTRAINT ck_tax_accounts_agreement CHECK (agreement IN ('none', 'valid', 'invalid')), 
	CONSTRAINT ck_tax_accounts_known_agreement CHECK (known_agreement IN ('none', 'valid', 'invalid')), 
	CONSTRAINT ck_tax_accounts_next_outcome CHECK (next_outcome IN ('paid', 'insufficient', 'invalid', 'unreachable_taken', 'unreachable_not_taken'))
)
 STRICT

;
CREATE TABLE ties (
	id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	role TEXT NOT NULL, 
	origin TEXT NOT NULL, 
	state TEXT NOT NULL, 
	ends_at INTEGER, 
	made_at INTEGER NOT NULL, 
	decided_at INTEGER, 
	CONSTRAINT pk_ties PRIMARY KEY (id), 
	CONSTRAINT ck_ties_role CHECK (role IN ('legal_representative', 'finance_officer', 'tax_staff')), 
	CONSTRAINT ck_ties_origin CHECK (origin IN ('register', 'online', 'hall')), 
	CONSTRAINT ck_ties_state CHECK (state IN ('pending', 'confirmed', 'declined', 'withdrawn', 'removed', 'expired', 'register_ended')), 
	CONSTRAINT fk_ties_person_id FOREIGN KEY(person_id) REFERENCES persons (id) ON DELETE CASCADE, 
	CONSTRAINT fk_ties_unit_id FOREIGN KEY(unit_id) REFERENCES units (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE units (
	id INTEGER NOT NULL, 
	taxpayer_id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	department TEXT NOT NULL, 
	department_filing TEXT NOT NULL, 
	income_filing TEXT NOT NULL, 
	business_filing TEXT NOT NULL, 
	has_certificate INTEGER NOT NULL, 
	declaration_hash TEXT NOT NULL, made_up_people INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_units PRIMARY KEY (id), 
	CONSTRAINT ck_units_business_filing CHECK (business_filing IN ('none', 'pending', 'filed')), 
	CONSTRAINT ck_units_declaration_hash CHECK (declaration_hash LIKE '$argon2id$%'), 
	CONSTRAINT ck_units_department_filing CHECK (department_filing IN ('unregistered', 'enabled')), 
	CONSTRAINT ck_units_income_filing CHECK (income_filing IN ('none', 'pending', 'filed')), 
	CONSTRAINT ck_units_has_certificate CHECK (has_certificate IN (0, 1)), 
	CONSTRAINT uq_units_id_taxpayer_id_name UNIQUE (id, taxpayer_id, name), 
	CONSTRAINT uq_units_taxpayer_id UNIQUE (taxpayer_id)
)
 STRICT

;
CREATE INDEX ix_client_marks_failed_at ON client_marks (failed_at);
CREATE INDEX ix_guess_counters_kind_touched_at ON guess_counters (kind, touched_at);
CREATE INDEX ix_authorisations_person_id_unit_id ON authorisations (person_id, unit_id);
CREATE INDEX ix_listings_person_id_position_unit_id ON listings (person_id, position, unit_id);
CREATE INDEX ix_listings_person_id_taxpayer_id_unit_id ON listings (person_id, taxpayer_id, unit_id);
CREATE INDEX ix_listings_unit_id_taxpayer_id_name ON listings (unit_id, taxpayer_id, name);
CREATE INDEX ix_strangers_since ON strangers (since);
CREATE INDEX ix_messages_medium_address_id ON messages (medium, address, id);
CREATE INDEX ix_sessions_person_id_started_at ON sessions (person_id, started_at);
CREATE INDEX ix_sessions_started_at ON sessions (started_at);
CREATE INDEX ix_qr_tickets_expires_at ON qr_tickets (expires_at);
CREATE INDEX ix_hall_codes_document_type_document_number ON hall_codes (document_type, document_number);
CREATE INDEX ix_hall_codes_expires_at ON hall_codes (expires_at);
CREATE INDEX ix_flows_expires_at ON flows (expires_at);
CREATE INDEX ix_one_time_codes_target_sent_at ON one_time_codes (target, sent_at);
CREATE INDEX ix_one_time_codes_sent_at ON one_time_codes (sent_at);
CREATE INDEX ix_certificates_taxpayer_id ON certificates (taxpayer_id);
CREATE INDEX ix_ca_challenges_expires_at ON ca_challenges (expires_at);
CREATE INDEX ix_messages_sent_in ON messages (sent_in);
CREATE INDEX ix_one_time_codes_sender_sent_at ON one_time_codes (sender, sent_at);
CREATE INDEX ix_sims_mobile ON sims (mobile);
CREATE INDEX ix_sims_put_in ON sims (put_in);
CREATE INDEX ix_answers_who_asked_at ON answers (who, asked_at);
CREATE INDEX ix_answers_asked_at ON answers (asked_at);
CREATE INDEX ix_captchas_client_purpose ON captchas (client, purpose);
CREATE INDEX ix_captchas_expires_at ON captchas (expires_at);
CREATE INDEX ix_captchas_drawn ON captchas (drawn);
CREATE INDEX ix_listings_person_id_name_order_unit_id ON listings (person_id, name_order, unit_id);
CREATE INDEX ix_sliders_expires_at ON sliders (expires_at);
CREATE UNIQUE INDEX ix_bureau_accounts_email ON bureau_accounts (email);
CREATE INDEX ix_account_acts_person_id_id ON account_acts (person_id, id);
CREATE INDEX ix_ties_person_id_id ON ties (person_id, id);
CREATE INDEX ix_ties_unit_id_id ON ties (unit_id, id);
CREATE UNIQUE INDEX ix_ties_live ON ties (unit_id, person_id, role) WHERE state IN ('pending', 'confirmed');
CREATE INDEX ix_projects_unit_id_id ON projects (unit_id, id);
CREATE INDEX ix_project_people_person_id ON project_people (person_id);
CREATE INDEX ix_payees_unit_id_report_state_identity_state_person_state ON payees (unit_id, report_state, identity_state, person_state);
CREATE INDEX ix_payees_entry ON payees (unit_id, id, search);
CREATE INDEX ix_payees_name ON payees (unit_id, name_order, id, search);
CREATE INDEX ix_payees_number ON payees (unit_id, document_number, id, search);
CREATE INDEX ix_agreements_principal_id ON agreements (principal_id);
CREATE INDEX ix_imports_unit_id ON imports (unit_id);
CREATE INDEX ix_income_rows_payee_id ON income_rows (payee_id);
CREATE INDEX ix_returns_answer_at ON returns (answer_at);
CREATE INDEX ix_payments_unit_id_period_kind ON payments (unit_id, period, kind);
CREATE UNIQUE INDEX ix_payments_live ON payments (unit_id, period, kind) WHERE state IN ('processing', 'unknown', 'issued');
CREATE INDEX ix_payments_answer_at ON payments (answer_at);
CREATE INDEX ix_basic_choices_payee_id ON basic_choices (payee_id);
CREATE INDEX ix_claims_payee_id ON claims (payee_id);
CREATE INDEX ix_claims_taken_at ON claims (taken_at);
CREATE INDEX ix_annex_lines_payee_id ON annex_lines (payee_id);
COMMIT;
