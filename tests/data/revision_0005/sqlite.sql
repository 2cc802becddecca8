BEGIN TRANSACTION;
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
INSERT INTO "accounts" VALUES(1,'liming','13800000001','$argon2id$v=19$m=8,t=1,p=1$B8JJ4mHbOXSKp4KnoyydMA$+f1/85PLR3zHSl/BePom6wA5MH97m3CGzHEvnTSqDU4',NULL);
INSERT INTO "accounts" VALUES(2,'wangfang','13800000002','$argon2id$v=19$m=8,t=1,p=1$B8JJ4mHbOXSKp4KnoyydMA$+f1/85PLR3zHSl/BePom6wA5MH97m3CGzHEvnTSqDU4',NULL);
INSERT INTO "accounts" VALUES(3,'zhaoqiang',NULL,'$argon2id$v=19$m=8,t=1,p=1$B8JJ4mHbOXSKp4KnoyydMA$+f1/85PLR3zHSl/BePom6wA5MH97m3CGzHEvnTSqDU4',NULL);
INSERT INTO "accounts" VALUES(4,'chenjing','13800000004','$argon2id$v=19$m=8,t=1,p=1$B8JJ4mHbOXSKp4KnoyydMA$+f1/85PLR3zHSl/BePom6wA5MH97m3CGzHEvnTSqDU4',NULL);
INSERT INTO "accounts" VALUES(5,'abdulla','13800000005','$argon2id$v=19$m=8,t=1,p=1$B8JJ4mHbOXSKp4KnoyydMA$+f1/85PLR3zHSl/BePom6wA5MH97m3CGzHEvnTSqDU4',NULL);
INSERT INTO "accounts" VALUES(6,'wangzhan','13800000006','$argon2id$v=19$m=8,t=1,p=1$B8JJ4mHbOXSKp4KnoyydMA$+f1/85PLR3zHSl/BePom6wA5MH97m3CGzHEvnTSqDU4',NULL);
INSERT INTO "accounts" VALUES(7,'sunlei','13800000007','$argon2id$v=19$m=8,t=1,p=1$B8JJ4mHbOXSKp4KnoyydMA$+f1/85PLR3zHSl/BePom6wA5MH97m3CGzHEvnTSqDU4',NULL);
INSERT INTO "accounts" VALUES(8,'jsmith','13800000008','$argon2id$v=19$m=8,t=1,p=1$B8JJ4mHbOXSKp4KnoyydMA$+f1/85PLR3zHSl/BePom6wA5MH97m3CGzHEvnTSqDU4',NULL);
INSERT INTO "accounts" VALUES(10,'jihao2026','13800000015','$argon2id$v=19$m=8,t=1,p=1$pmAF/QWigQsIatWzFmw05g$RbK/d0olILTugBigG+d7NwHGOnp8xwesaVbaUGvcckw',NULL);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0005');
CREATE TABLE authorisations (
	id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	permission TEXT NOT NULL, 
	valid_from INTEGER NOT NULL, 
	valid_until INTEGER, 
	ended_at INTEGER, hidden INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_authorisations PRIMARY KEY (id), 
	CONSTRAINT ck_authorisations_permission CHECK (permission IN ('filing', 'management')), 
	CONSTRAINT ck_authorisations_term CHECK (valid_until IS NULL OR valid_until > valid_from), 
	CONSTRAINT fk_authorisations_person_id FOREIGN KEY(person_id) REFERENCES persons (id) ON DELETE CASCADE, 
	CONSTRAINT fk_authorisations_unit_id FOREIGN KEY(unit_id) REFERENCES units (id) ON DELETE CASCADE
)
 STRICT

;
INSERT INTO "authorisations" VALUES(1,1,1,'filing',1792548000000000,NULL,NULL,0);
INSERT INTO "authorisations" VALUES(2,2,1,'filing',1792548000000000,NULL,NULL,0);
INSERT INTO "authorisations" VALUES(3,3,1,'filing',1792548000000000,NULL,NULL,0);
INSERT INTO "authorisations" VALUES(4,1,4,'management',1792548000000000,NULL,NULL,0);
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
	answer TEXT NOT NULL, 
	picture TEXT NOT NULL, 
	expires_at INTEGER NOT NULL, drawn INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_captchas PRIMARY KEY (id)
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
CREATE TABLE client_marks (
	client TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	failed_at INTEGER NOT NULL, 
	CONSTRAINT pk_client_marks PRIMARY KEY (client, kind)
)
 STRICT

;
INSERT INTO "client_marks" VALUES('5969abbf4e53c2f314ef23b15baa41eb7b0183bd5bfa34346324fe15f8480a77','unit_verification',1795140000000000);
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
	expires_at INTEGER NOT NULL, 
	CONSTRAINT pk_face_requests PRIMARY KEY (id), 
	CONSTRAINT ck_face_requests_state CHECK (state IN ('waiting', 'pass', 'other_person', 'unreachable')), 
	CONSTRAINT fk_face_requests_flow_id FOREIGN KEY(flow_id) REFERENCES flows (id) ON DELETE CASCADE, 
	CONSTRAINT uq_face_requests_flow_id UNIQUE (flow_id), 
	CONSTRAINT uq_face_requests_link_hash UNIQUE (link_hash)
)
 STRICT

;
INSERT INTO "face_requests" VALUES(1,'56ca0f67500ffb7f8be2e2b24d55b966534cc493dfd3d7832a2c7f0ac5e58e10',5,'waiting',1795140180000000);
INSERT INTO "face_requests" VALUES(2,'694bc1e2183fbdfae29aa16c19d611d1299d2d37770fc89eebe237e8fb0453ff',11,'waiting',1795140180000000);
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
CREATE TABLE flows (
	id INTEGER NOT NULL, 
	secret_hash TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	content TEXT NOT NULL, 
	password_hash TEXT, 
	hall_code_id INTEGER, 
	expires_at INTEGER NOT NULL, 
	CONSTRAINT pk_flows PRIMARY KEY (id), 
	CONSTRAINT ck_flows_kind CHECK (kind IN ('registration', 'recovery')), 
	CONSTRAINT ck_flows_password_hash CHECK (password_hash IS NULL OR password_hash LIKE '$argon2id$%'), 
	CONSTRAINT fk_flows_hall_code_id FOREIGN KEY(hall_code_id) REFERENCES hall_codes (id) ON DELETE SET NULL, 
	CONSTRAINT uq_flows_secret_hash UNIQUE (secret_hash)
)
 STRICT

;
INSERT INTO "flows" VALUES(1,'380d7c1bd9ac51d039d47ed34b1d8796f384e065793a6aeec9f705f55675c19a','registration','{"door":"terminal","step":"agreement","way":null,"identity":null,"settings":null}',NULL,NULL,1795141800000000);
INSERT INTO "flows" VALUES(2,'2c033ccbc25cafc6cb7bb03947b9b966dfe3f71b2a819ff5669d353a95022078','registration','{"door":"terminal","step":"way","way":null,"identity":null,"settings":null}',NULL,NULL,1795141800000000);
INSERT INTO "flows" VALUES(3,'f1ec5ac973e93c53e85de5f7186572f8c4f95c8a61ea650e4631786d58789246','registration','{"door":"terminal","step":"identity","way":"face","identity":null,"settings":null}',NULL,NULL,1795141800000000);
INSERT INTO "flows" VALUES(4,'4735ebad3ce22341b6e0c4a2b99426423a4245966301bafd2fb5a535a3697ddd','registration','{"door":"terminal","step":"proof","way":"hall_code","identity":{"document_type":"resident_id","number":"44019919960812001X","name":"测试乙","nationality":"CN","birth":"1996-08-12","sex":"男"},"settings":null}',NULL,NULL,1795141800000000);
INSERT INTO "flows" VALUES(5,'cc4b0c92b0131753b3a0c8ae15a901e80287adb9690cf65f7c7bd4424c8ef0d2','registration','{"door":"terminal","step":"proof","way":"face","identity":{"document_type":"resident_id","number":"440199199608120028","name":"测试丙","nationality":"CN","birth":"1996-08-12","sex":"女"},"settings":null}',NULL,NULL,1795141800000000);
INSERT INTO "flows" VALUES(6,'73458c8eb739a0fca95760a10a25a3c2c34376d253e8059ffabc69cd2fd89a90','registration','{"door":"terminal","step":"settings","way":"hall_code","identity":{"document_type":"resident_id","number":"440199199608120036","name":"测试丁","nationality":"CN","birth":"1996-08-12","sex":"男"},"settings":null}',NULL,3,1795141800000000);
INSERT INTO "flows" VALUES(7,'0e2d5aed82ac2aa35d77f86f570c5173732c5bbf0f6a5fd091d7d8b45328f3a2','registration','{"door":"terminal","step":"sms_code","way":"hall_code","identity":{"document_type":"resident_id","number":"440199199608120044","name":"测试戊","nationality":"CN","birth":"1996-08-12","sex":"女"},"settings":{"login_name":"dinghao","mobile":"13800000014","household":null}}','$argon2id$v=19$m=8,t=1,p=1$iln1VGa6Ym7aPFwofeq6aA$+Q26nb+Es787ubll+3+RhOqDu5sHNURlMCSE0WjKRAk',4,1795141800000000);
INSERT INTO "flows" VALUES(8,'fc5486763db8a63d93b3b6de4a9814edd028cedd587a707eb8efa5ffed62a8ed','registration','{"door":"terminal","step":"done","way":"hall_code","identity":{"document_type":"resident_id","number":"440199199608120052","name":"测试己","nationality":"CN","birth":"1996-08-12","sex":"男"},"settings":{"login_name":"jihao2026","mobile":"13800000015","household":null}}','$argon2id$v=19$m=8,t=1,p=1$pmAF/QWigQsIatWzFmw05g$RbK/d0olILTugBigG+d7NwHGOnp8xwesaVbaUGvcckw',5,1795141800000000);
INSERT INTO "flows" VALUES(9,'1b0b479ac89c9342f5808069ff20d2c8cc9f365017b978b876bf3e77d4f6eb60','recovery','{"door":"terminal","step":"identity","identity":null}',NULL,NULL,1795141800000000);
INSERT INTO "flows" VALUES(10,'bef92f35d36dce1865f5a7707fac478435a007fe5dab6ce3dd8fecd9edc879e5','recovery','{"door":"terminal","step":"proof","identity":{"document_type":"resident_id","number":"440199198805120030","name":"李明","nationality":null,"birth":null,"sex":null}}',NULL,NULL,1795141800000000);
INSERT INTO "flows" VALUES(11,'08d5bc2596d058438c01be4787bf7427836350eacd108ab7409969043214421b','recovery','{"door":"terminal","step":"proof","identity":{"document_type":"resident_id","number":"440199197511300015","name":"赵强","nationality":null,"birth":null,"sex":null}}',NULL,NULL,1795141800000000);
INSERT INTO "flows" VALUES(12,'f9377e940be9460d16cf82f2f6f21ea762d3966ca3fc1edf6eb20a6203fba1fc','recovery','{"door":"terminal","step":"password","identity":{"document_type":"resident_id","number":"440199197908230027","name":"王芳","nationality":null,"birth":null,"sex":null}}',NULL,NULL,1795141800000000);
CREATE TABLE guess_counters (
	kind TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	failures INTEGER NOT NULL, 
	last_failure INTEGER, 
	locked_until INTEGER, 
	reservations TEXT NOT NULL, 
	touched_at INTEGER NOT NULL, 
	CONSTRAINT pk_guess_counters PRIMARY KEY (kind, subject), 
	CONSTRAINT ck_guess_counters_failures CHECK (failures >= 0)
)
 STRICT

;
INSERT INTO "guess_counters" VALUES('unit','4',5,1795140000000000,1795147200000000,'[]',1795140000000000);
INSERT INTO "guess_counters" VALUES('account','7',5,1795140000000000,1795147200000000,'[]',1795140000000000);
INSERT INTO "guess_counters" VALUES('hall_code','4ba44eb5ccf8c233e3df82dd4f579a5322677b76696908eb7b629dddc5e313de',0,NULL,NULL,'[]',1795140000000000);
INSERT INTO "guess_counters" VALUES('hall_code','919c888ab9efecdf53f912c71d5f9307debe94713876eeeb39102b645b19c9c5',0,NULL,NULL,'[]',1795140000000000);
INSERT INTO "guess_counters" VALUES('hall_code','17aca4a5c97d3dfb7cd9039362d51f0582a88d4e256c5da06eb355894e35b279',0,NULL,NULL,'[]',1795140000000000);
INSERT INTO "guess_counters" VALUES('hall_code','d3a41230259b4f6e7eeaf11a87c54ab406d3e4e83a7d1ed3cab348f205b65592',0,NULL,NULL,'[]',1795140000000000);
INSERT INTO "guess_counters" VALUES('hall_code','f7b6cfa25050a1286c75ebb2ec1195cb603914f4bd8ce8bd44aa22f853a086b9',0,NULL,NULL,'[]',1795140000000000);
INSERT INTO "guess_counters" VALUES('sms_target','29d7c60281b7ac6722cc2c1cfc5e109f92ab7f9c2e3bf057d86f3876165884c1',0,NULL,NULL,'[]',1795140000000000);
INSERT INTO "guess_counters" VALUES('sms_target','816b9796536d441487aa370e050667ca45267059590f6a870c82d27435da1b16',0,NULL,NULL,'[]',1795140000000000);
INSERT INTO "guess_counters" VALUES('account','4',0,NULL,NULL,'[]',1795140000000000);
INSERT INTO "guess_counters" VALUES('unit','1',1,1795140000000000,NULL,'[]',1795140000000000);
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
INSERT INTO "hall_codes" VALUES(1,'resident_id','440199199607260029','周婷',NULL,'f4bb729877c7df49afc958657736609b164ec7654459415aa6155151f3922230','issued',1795140000000000,1795744800000000);
INSERT INTO "hall_codes" VALUES(2,'resident_id','44019919960812001X','测试乙','CN','4a6704aff36db884e771843ff9deb39cce962de6aa024b8d98df1ad5887029a2','issued',1795140000000000,1795744800000000);
INSERT INTO "hall_codes" VALUES(3,'resident_id','440199199608120036','测试丁','CN','741b9f9659e1caa66cd7a5bd96c1e7cb7a4e712a2952d8750e430208a2d10116','issued',1795140000000000,1795744800000000);
INSERT INTO "hall_codes" VALUES(4,'resident_id','440199199608120044','测试戊','CN','80b29d8d405dbb494846943b07d6e021a009ac3e4bbda2b320de930da085affc','issued',1795140000000000,1795744800000000);
INSERT INTO "hall_codes" VALUES(5,'resident_id','440199199608120052','测试己','CN','d36fdcb09e94a2184beb2fa692eda7bf2d5de4e5377c7dafdf45dad266ffbb04','used',1795140000000000,1795744800000000);
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
	name TEXT NOT NULL, 
	CONSTRAINT pk_listings PRIMARY KEY (person_id, unit_id), 
	CONSTRAINT fk_listings_person_id FOREIGN KEY(person_id) REFERENCES persons (id) ON DELETE CASCADE, 
	CONSTRAINT fk_listings_unit_id_taxpayer_id_name FOREIGN KEY(unit_id, taxpayer_id, name) REFERENCES units (id, taxpayer_id, name) ON DELETE CASCADE ON UPDATE CASCADE
)
 STRICT

;
INSERT INTO "listings" VALUES(1,1,1,'91440199MA0QJ0100K','广东示例查账有限公司');
INSERT INTO "listings" VALUES(1,2,2,'91440199MA0QJ0207Y','广东示例核定一厂');
INSERT INTO "listings" VALUES(1,3,3,'91440199MA0QJ03038','广东示例云合伙企业');
INSERT INTO "listings" VALUES(1,4,4,'91440199MA0QJ040XE','广东示例核定四厂');
INSERT INTO "listings" VALUES(1,5,5,'91440199MA0QJ0506W','广东示例[/]科技公司');
INSERT INTO "listings" VALUES(1,6,6,'91440199MA0QJ06026','广东示例农村合作社');
INSERT INTO "listings" VALUES(2,1,1,'91440199MA0QJ0100K','广东示例查账有限公司');
INSERT INTO "listings" VALUES(2,2,2,'91440199MA0QJ0207Y','广东示例核定一厂');
INSERT INTO "listings" VALUES(3,1,1,'91440199MA0QJ0100K','广东示例查账有限公司');
INSERT INTO "listings" VALUES(4,1,1,'91440199MA0QJ0100K','广东示例查账有限公司');
INSERT INTO "listings" VALUES(6,5,1,'91440199MA0QJ0506W','广东示例[/]科技公司');
INSERT INTO "listings" VALUES(6,6,2,'91440199MA0QJ06026','广东示例农村合作社');
INSERT INTO "listings" VALUES(7,1,1,'91440199MA0QJ0100K','广东示例查账有限公司');
INSERT INTO "listings" VALUES(7,4,2,'91440199MA0QJ040XE','广东示例核定四厂');
INSERT INTO "listings" VALUES(8,1,1,'91440199MA0QJ0100K','广东示例查账有限公司');
INSERT INTO "listings" VALUES(8,3,2,'91440199MA0QJ03038','广东示例云合伙企业');
CREATE TABLE messages (
	id INTEGER NOT NULL, 
	medium TEXT NOT NULL, 
	address TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	params TEXT NOT NULL, 
	sent_at INTEGER NOT NULL, 
	CONSTRAINT pk_messages PRIMARY KEY (id), 
	CONSTRAINT ck_messages_medium CHECK (medium IN ('sms', 'email'))
)
 STRICT

;
INSERT INTO "messages" VALUES(1,'sms','13800000014','sms.code.registration','{"code": "527343"}',1795140000000000);
INSERT INTO "messages" VALUES(2,'sms','13800000015','sms.code.registration','{"code": "819773"}',1795140000000000);
INSERT INTO "messages" VALUES(3,'sms','13800000015','sms.registered','{"at": "2026-11-20T02:00:00+00:00"}',1795140000000000);
INSERT INTO "messages" VALUES(4,'sms','13800000001','sms.code.recovery','{"code": "625762"}',1795140000000000);
INSERT INTO "messages" VALUES(5,'sms','13800000002','sms.code.recovery','{"code": "308499"}',1795140000000000);
CREATE TABLE meta (
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_meta PRIMARY KEY ("key")
)
 STRICT

;
INSERT INTO "meta" VALUES('key','ead440435392d8e9138993f85910703578814efea4072c8636f0a233e91758b2');
INSERT INTO "meta" VALUES('high_water_mark','1795140000000000 c3aae34a-de78-4e5f-8273-2e89c65afb68 23693');
INSERT INTO "meta" VALUES('world_laid','1');
CREATE TABLE one_time_codes (
	id INTEGER NOT NULL, 
	purpose TEXT NOT NULL, 
	target TEXT NOT NULL, 
	bound_to TEXT NOT NULL, 
	code_hash TEXT NOT NULL, 
	state TEXT NOT NULL, 
	wrong INTEGER NOT NULL, 
	sent_at INTEGER NOT NULL, 
	expires_at INTEGER NOT NULL, 
	CONSTRAINT pk_one_time_codes PRIMARY KEY (id), 
	CONSTRAINT ck_one_time_codes_purpose CHECK (purpose IN ('registration', 'recovery', 'mobile', 'declaration_password')), 
	CONSTRAINT ck_one_time_codes_state CHECK (state IN ('issued', 'used', 'burned', 'replaced')), 
	CONSTRAINT ck_one_time_codes_wrong CHECK (wrong >= 0)
)
 STRICT

;
INSERT INTO "one_time_codes" VALUES(1,'registration','13800000014','flow 0e2d5aed82ac2aa35d77f86f570c5173','431c320bfe3fa8f96c0fd628c929221b0c8d2c1e8fb7bafae506e09a1cfa3112','issued',0,1795140000000000,1795140300000000);
INSERT INTO "one_time_codes" VALUES(2,'registration','13800000015','flow fc5486763db8a63d93b3b6de4a9814ed','66695de1988ce20125e7c28b6adc419081b7c925d8cbc86d65e6bbb0636ec761','used',0,1795140000000000,1795140300000000);
INSERT INTO "one_time_codes" VALUES(3,'recovery','adef55b72066b5a035b5a55283b2da539089881c0cb84a33ded4091170b33d20','flow bef92f35d36dce1865f5a7707fac4784 to 13800000001','a6b045d2f3029e908bb0a850484bed017c4702991a02d6fdb6d748add52bed3c','issued',0,1795140000000000,1795140300000000);
INSERT INTO "one_time_codes" VALUES(4,'recovery','042ae238c8b388385a5e70fbb62f32b1e2bc359b99e61855962d8b6f8fba68ad','flow f9377e940be9460d16cf82f2f6f21ea7 to 13800000002','b3f28a6fea70f5844b1939f0599e0dcf98f6e729ed16b91dbdba443037abeb93','used',0,1795140000000000,1795140300000000);
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
INSERT INTO "persons" VALUES(1,'resident_id','440199198805120030','李明',NULL,NULL,NULL);
INSERT INTO "persons" VALUES(2,'resident_id','440199197908230027','王芳',NULL,NULL,NULL);
INSERT INTO "persons" VALUES(3,'resident_id','440199197511300015','赵强',NULL,NULL,NULL);
INSERT INTO "persons" VALUES(4,'resident_id','440199199103040049','陈静',NULL,NULL,NULL);
INSERT INTO "persons" VALUES(5,'resident_id','650199198606170018','阿卜杜拉·买买提',NULL,NULL,NULL);
INSERT INTO "persons" VALUES(6,'resident_id','440199199309090017','王𫍰',NULL,NULL,NULL);
INSERT INTO "persons" VALUES(7,'resident_id','440199198402150016','孙磊',NULL,NULL,NULL);
INSERT INTO "persons" VALUES(8,'foreign_passport','X12345678','JOHN SMITH',NULL,NULL,NULL);
INSERT INTO "persons" VALUES(9,'resident_id','440199199607260029','周婷',NULL,NULL,NULL);
INSERT INTO "persons" VALUES(10,'resident_id','440199199608120052','测试己','CN','1996-08-12','男');
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
	polled_before INTEGER, 
	CONSTRAINT pk_qr_tickets PRIMARY KEY (id), 
	CONSTRAINT ck_qr_tickets_state CHECK (state IN ('waiting', 'scanned', 'confirmed', 'redeemed', 'refused', 'expired', 'cancelled')), 
	CONSTRAINT ck_qr_tickets_because CHECK (because IN ('person', 'wrong_number')), 
	CONSTRAINT ck_qr_tickets_number CHECK (number BETWEEN 10 AND 99), 
	CONSTRAINT ck_qr_tickets_phone CHECK ((person_id IS NULL) = (phone_session_id IS NULL)), 
	CONSTRAINT ck_qr_tickets_person CHECK (state NOT IN ('scanned', 'confirmed', 'redeemed') OR person_id IS NOT NULL), 
	CONSTRAINT ck_qr_tickets_session CHECK ((state = 'redeemed') = (session_id IS NOT NULL)), 
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
INSERT INTO "roles" VALUES(1,2,'legal_representative');
INSERT INTO "roles" VALUES(2,2,'legal_representative');
INSERT INTO "roles" VALUES(1,3,'finance_officer');
CREATE TABLE sessions (
	id INTEGER NOT NULL, 
	token_hash TEXT NOT NULL, 
	person_id INTEGER NOT NULL, 
	started_at INTEGER NOT NULL, 
	last_seen INTEGER NOT NULL, 
	ended_at INTEGER, 
	end_reason TEXT, 
	channel TEXT DEFAULT 'client' NOT NULL, 
	CONSTRAINT pk_sessions PRIMARY KEY (id), 
	CONSTRAINT ck_sessions_channel CHECK (channel IN ('client', 'phone', 'portal')), 
	CONSTRAINT ck_sessions_ended CHECK ((ended_at IS NULL) = (end_reason IS NULL)), 
	CONSTRAINT fk_sessions_person_id FOREIGN KEY(person_id) REFERENCES persons (id) ON DELETE CASCADE, 
	CONSTRAINT uq_sessions_token_hash UNIQUE (token_hash)
)
 STRICT

;
INSERT INTO "sessions" VALUES(1,'b103116b523d19b628a7f8ec4c75f6755b011a07256868f7d8889d97a4409822',4,1795140000000000,1795140000000000,NULL,NULL,'client');
CREATE TABLE sims (
	mobile TEXT NOT NULL, 
	device TEXT NOT NULL, 
	put_in INTEGER NOT NULL, 
	CONSTRAINT pk_sims PRIMARY KEY (mobile)
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
INSERT INTO "strangers" VALUES('flow 127.0.0.1',1795140000000000,12);
CREATE TABLE units (
	id INTEGER NOT NULL, 
	taxpayer_id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	department TEXT NOT NULL, 
	department_filing TEXT NOT NULL, 
	income_filing TEXT NOT NULL, 
	business_filing TEXT NOT NULL, 
	has_certificate INTEGER NOT NULL, 
	declaration_hash TEXT NOT NULL, 
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
INSERT INTO "units" VALUES(1,'91440199MA0QJ0100K','广东示例查账有限公司','','unregistered','pending','none',1,'$argon2id$v=19$m=8,t=1,p=1$b/GljlGOTIWJe2hu85ZQ/w$KtQKm7disnlmz1/6jyPppsSFe1Uqu3AVnqQtZStCc/I');
INSERT INTO "units" VALUES(2,'91440199MA0QJ0207Y','广东示例核定一厂','','unregistered','pending','none',0,'$argon2id$v=19$m=8,t=1,p=1$b/GljlGOTIWJe2hu85ZQ/w$KtQKm7disnlmz1/6jyPppsSFe1Uqu3AVnqQtZStCc/I');
INSERT INTO "units" VALUES(3,'91440199MA0QJ03038','广东示例云合伙企业','1[1]','enabled','pending','pending',0,'$argon2id$v=19$m=8,t=1,p=1$b/GljlGOTIWJe2hu85ZQ/w$KtQKm7disnlmz1/6jyPppsSFe1Uqu3AVnqQtZStCc/I');
INSERT INTO "units" VALUES(4,'91440199MA0QJ040XE','广东示例核定四厂','','unregistered','pending','none',0,'$argon2id$v=19$m=8,t=1,p=1$b/GljlGOTIWJe2hu85ZQ/w$KtQKm7disnlmz1/6jyPppsSFe1Uqu3AVnqQtZStCc/I');
INSERT INTO "units" VALUES(5,'91440199MA0QJ0506W','广东示例[/]科技公司','','unregistered','pending','none',0,'$argon2id$v=19$m=8,t=1,p=1$b/GljlGOTIWJe2hu85ZQ/w$KtQKm7disnlmz1/6jyPppsSFe1Uqu3AVnqQtZStCc/I');
INSERT INTO "units" VALUES(6,'91440199MA0QJ06026','广东示例农村合作社','','unregistered','filed','none',0,'$argon2id$v=19$m=8,t=1,p=1$b/GljlGOTIWJe2hu85ZQ/w$KtQKm7disnlmz1/6jyPppsSFe1Uqu3AVnqQtZStCc/I');
CREATE INDEX ix_captchas_expires_at ON captchas (expires_at);
CREATE INDEX ix_client_marks_failed_at ON client_marks (failed_at);
CREATE INDEX ix_guess_counters_kind_touched_at ON guess_counters (kind, touched_at);
CREATE INDEX ix_authorisations_person_id_unit_id ON authorisations (person_id, unit_id);
CREATE INDEX ix_listings_person_id_name_unit_id ON listings (person_id, name, unit_id);
CREATE INDEX ix_listings_person_id_position_unit_id ON listings (person_id, position, unit_id);
CREATE INDEX ix_listings_person_id_taxpayer_id_unit_id ON listings (person_id, taxpayer_id, unit_id);
CREATE INDEX ix_listings_unit_id_taxpayer_id_name ON listings (unit_id, taxpayer_id, name);
CREATE INDEX ix_strangers_since ON strangers (since);
CREATE INDEX ix_messages_medium_address_id ON messages (medium, address, id);
CREATE INDEX ix_captchas_drawn ON captchas (drawn);
CREATE INDEX ix_sessions_person_id_started_at ON sessions (person_id, started_at);
CREATE INDEX ix_sessions_started_at ON sessions (started_at);
CREATE INDEX ix_qr_tickets_expires_at ON qr_tickets (expires_at);
CREATE INDEX ix_hall_codes_document_type_document_number ON hall_codes (document_type, document_number);
CREATE INDEX ix_hall_codes_expires_at ON hall_codes (expires_at);
CREATE INDEX ix_flows_expires_at ON flows (expires_at);
CREATE INDEX ix_one_time_codes_target_sent_at ON one_time_codes (target, sent_at);
CREATE INDEX ix_one_time_codes_sent_at ON one_time_codes (sent_at);
CREATE INDEX ix_sims_device ON sims (device);
CREATE INDEX ix_certificates_taxpayer_id ON certificates (taxpayer_id);
CREATE INDEX ix_ca_challenges_expires_at ON ca_challenges (expires_at);
COMMIT;
