BEGIN TRANSACTION;
CREATE TABLE ab_api_key (
	id INTEGER NOT NULL, 
	uuid VARCHAR(36) NOT NULL, 
	name VARCHAR(256) NOT NULL, 
	key_hash VARCHAR(256) NOT NULL, 
	lookup_hash VARCHAR(256), 
	key_prefix VARCHAR(16) NOT NULL, 
	user_id INTEGER NOT NULL, 
	scopes TEXT, 
	active BOOLEAN NOT NULL, 
	created_on DATETIME, 
	expires_on DATETIME, 
	revoked_on DATETIME, 
	last_used_on DATETIME, 
	CONSTRAINT pk_ab_api_key PRIMARY KEY (id), 
	CONSTRAINT fk_ab_api_key_user_id_ab_user FOREIGN KEY(user_id) REFERENCES ab_user (id) ON DELETE CASCADE, 
	CONSTRAINT uq_ab_api_key_lookup_hash UNIQUE (lookup_hash), 
	CONSTRAINT uq_ab_api_key_uuid UNIQUE (uuid)
);
CREATE TABLE ab_group (
	id INTEGER NOT NULL, 
	name VARCHAR(100) NOT NULL, 
	label VARCHAR(150), 
	description VARCHAR(512), 
	CONSTRAINT pk_ab_group PRIMARY KEY (id), 
	CONSTRAINT uq_ab_group_name UNIQUE (name)
);
CREATE TABLE ab_group_role (
	id INTEGER NOT NULL, 
	group_id INTEGER, 
	role_id INTEGER, 
	CONSTRAINT pk_ab_group_role PRIMARY KEY (id), 
	CONSTRAINT fk_ab_group_role_group_id_ab_group FOREIGN KEY(group_id) REFERENCES ab_group (id) ON DELETE CASCADE, 
	CONSTRAINT fk_ab_group_role_role_id_ab_role FOREIGN KEY(role_id) REFERENCES ab_role (id) ON DELETE CASCADE, 
	CONSTRAINT uq_ab_group_role_group_id_role_id UNIQUE (group_id, role_id)
);
CREATE TABLE ab_permission (
	id INTEGER NOT NULL, 
	name VARCHAR(100) NOT NULL, 
	CONSTRAINT pk_ab_permission PRIMARY KEY (id), 
	CONSTRAINT uq_ab_permission_name UNIQUE (name)
);
INSERT INTO "ab_permission" VALUES(1,'can_export');
INSERT INTO "ab_permission" VALUES(2,'can_final_review');
INSERT INTO "ab_permission" VALUES(3,'can_first_review');
INSERT INTO "ab_permission" VALUES(4,'can_lock');
INSERT INTO "ab_permission" VALUES(5,'can_read');
INSERT INTO "ab_permission" VALUES(6,'can_write');
INSERT INTO "ab_permission" VALUES(7,'can_import');
CREATE TABLE ab_permission_view (
	id INTEGER NOT NULL, 
	permission_id INTEGER NOT NULL, 
	view_menu_id INTEGER NOT NULL, 
	CONSTRAINT pk_ab_permission_view PRIMARY KEY (id), 
	CONSTRAINT fk_ab_permission_view_permission_id_ab_permission FOREIGN KEY(permission_id) REFERENCES ab_permission (id), 
	CONSTRAINT fk_ab_permission_view_view_menu_id_ab_view_menu FOREIGN KEY(view_menu_id) REFERENCES ab_view_menu (id), 
	CONSTRAINT uq_ab_permission_view_permission_id_view_menu_id UNIQUE (permission_id, view_menu_id)
);
INSERT INTO "ab_permission_view" VALUES(1,1,1);
INSERT INTO "ab_permission_view" VALUES(2,1,2);
INSERT INTO "ab_permission_view" VALUES(3,1,3);
INSERT INTO "ab_permission_view" VALUES(4,1,4);
INSERT INTO "ab_permission_view" VALUES(5,2,4);
INSERT INTO "ab_permission_view" VALUES(6,3,4);
INSERT INTO "ab_permission_view" VALUES(7,4,5);
INSERT INTO "ab_permission_view" VALUES(8,5,5);
INSERT INTO "ab_permission_view" VALUES(9,5,6);
INSERT INTO "ab_permission_view" VALUES(10,5,7);
INSERT INTO "ab_permission_view" VALUES(11,5,1);
INSERT INTO "ab_permission_view" VALUES(12,5,8);
INSERT INTO "ab_permission_view" VALUES(13,5,2);
INSERT INTO "ab_permission_view" VALUES(14,5,3);
INSERT INTO "ab_permission_view" VALUES(15,5,9);
INSERT INTO "ab_permission_view" VALUES(16,5,10);
INSERT INTO "ab_permission_view" VALUES(17,5,11);
INSERT INTO "ab_permission_view" VALUES(18,5,4);
INSERT INTO "ab_permission_view" VALUES(19,6,5);
INSERT INTO "ab_permission_view" VALUES(20,6,7);
INSERT INTO "ab_permission_view" VALUES(21,6,2);
INSERT INTO "ab_permission_view" VALUES(22,6,3);
INSERT INTO "ab_permission_view" VALUES(23,6,10);
INSERT INTO "ab_permission_view" VALUES(24,6,11);
INSERT INTO "ab_permission_view" VALUES(25,6,4);
INSERT INTO "ab_permission_view" VALUES(26,7,3);
INSERT INTO "ab_permission_view" VALUES(27,7,2);
INSERT INTO "ab_permission_view" VALUES(28,7,7);
INSERT INTO "ab_permission_view" VALUES(29,1,7);
INSERT INTO "ab_permission_view" VALUES(30,5,12);
INSERT INTO "ab_permission_view" VALUES(31,1,12);
CREATE TABLE ab_permission_view_role (
	id INTEGER NOT NULL, 
	permission_view_id INTEGER, 
	role_id INTEGER, 
	CONSTRAINT pk_ab_permission_view_role PRIMARY KEY (id), 
	CONSTRAINT fk_ab_permission_view_role_permission_view_id_ab_permission_view FOREIGN KEY(permission_view_id) REFERENCES ab_permission_view (id) ON DELETE CASCADE, 
	CONSTRAINT fk_ab_permission_view_role_role_id_ab_role FOREIGN KEY(role_id) REFERENCES ab_role (id) ON DELETE CASCADE, 
	CONSTRAINT uq_ab_permission_view_role_permission_view_id_role_id UNIQUE (permission_view_id, role_id)
);
INSERT INTO "ab_permission_view_role" VALUES(1,15,1);
INSERT INTO "ab_permission_view_role" VALUES(2,16,1);
INSERT INTO "ab_permission_view_role" VALUES(3,8,1);
INSERT INTO "ab_permission_view_role" VALUES(4,24,2);
INSERT INTO "ab_permission_view_role" VALUES(5,3,2);
INSERT INTO "ab_permission_view_role" VALUES(6,17,2);
INSERT INTO "ab_permission_view_role" VALUES(7,13,2);
INSERT INTO "ab_permission_view_role" VALUES(8,28,2);
INSERT INTO "ab_permission_view_role" VALUES(9,20,2);
INSERT INTO "ab_permission_view_role" VALUES(10,6,2);
INSERT INTO "ab_permission_view_role" VALUES(11,23,2);
INSERT INTO "ab_permission_view_role" VALUES(12,21,2);
INSERT INTO "ab_permission_view_role" VALUES(13,16,2);
INSERT INTO "ab_permission_view_role" VALUES(14,2,2);
INSERT INTO "ab_permission_view_role" VALUES(15,11,2);
INSERT INTO "ab_permission_view_role" VALUES(16,7,2);
INSERT INTO "ab_permission_view_role" VALUES(17,18,2);
INSERT INTO "ab_permission_view_role" VALUES(18,19,2);
INSERT INTO "ab_permission_view_role" VALUES(19,25,2);
INSERT INTO "ab_permission_view_role" VALUES(20,29,2);
INSERT INTO "ab_permission_view_role" VALUES(21,5,2);
INSERT INTO "ab_permission_view_role" VALUES(22,4,2);
INSERT INTO "ab_permission_view_role" VALUES(23,27,2);
INSERT INTO "ab_permission_view_role" VALUES(24,26,2);
INSERT INTO "ab_permission_view_role" VALUES(25,1,2);
INSERT INTO "ab_permission_view_role" VALUES(26,14,2);
INSERT INTO "ab_permission_view_role" VALUES(27,22,2);
INSERT INTO "ab_permission_view_role" VALUES(28,10,2);
INSERT INTO "ab_permission_view_role" VALUES(29,8,2);
INSERT INTO "ab_permission_view_role" VALUES(30,17,3);
INSERT INTO "ab_permission_view_role" VALUES(31,24,3);
INSERT INTO "ab_permission_view_role" VALUES(32,18,3);
INSERT INTO "ab_permission_view_role" VALUES(33,27,3);
INSERT INTO "ab_permission_view_role" VALUES(34,29,3);
INSERT INTO "ab_permission_view_role" VALUES(35,11,3);
INSERT INTO "ab_permission_view_role" VALUES(36,3,3);
INSERT INTO "ab_permission_view_role" VALUES(37,21,3);
INSERT INTO "ab_permission_view_role" VALUES(38,28,3);
INSERT INTO "ab_permission_view_role" VALUES(39,1,3);
INSERT INTO "ab_permission_view_role" VALUES(40,14,3);
INSERT INTO "ab_permission_view_role" VALUES(41,23,3);
INSERT INTO "ab_permission_view_role" VALUES(42,10,3);
INSERT INTO "ab_permission_view_role" VALUES(43,8,3);
INSERT INTO "ab_permission_view_role" VALUES(44,19,3);
INSERT INTO "ab_permission_view_role" VALUES(45,20,3);
INSERT INTO "ab_permission_view_role" VALUES(46,6,3);
INSERT INTO "ab_permission_view_role" VALUES(47,7,3);
INSERT INTO "ab_permission_view_role" VALUES(48,4,3);
INSERT INTO "ab_permission_view_role" VALUES(49,16,3);
INSERT INTO "ab_permission_view_role" VALUES(50,22,3);
INSERT INTO "ab_permission_view_role" VALUES(51,25,3);
INSERT INTO "ab_permission_view_role" VALUES(52,2,3);
INSERT INTO "ab_permission_view_role" VALUES(53,13,3);
INSERT INTO "ab_permission_view_role" VALUES(54,16,4);
INSERT INTO "ab_permission_view_role" VALUES(55,23,4);
INSERT INTO "ab_permission_view_role" VALUES(56,2,4);
INSERT INTO "ab_permission_view_role" VALUES(57,17,4);
INSERT INTO "ab_permission_view_role" VALUES(58,22,4);
INSERT INTO "ab_permission_view_role" VALUES(59,18,4);
INSERT INTO "ab_permission_view_role" VALUES(60,24,4);
INSERT INTO "ab_permission_view_role" VALUES(61,25,4);
INSERT INTO "ab_permission_view_role" VALUES(62,4,4);
INSERT INTO "ab_permission_view_role" VALUES(63,10,4);
INSERT INTO "ab_permission_view_role" VALUES(64,20,4);
INSERT INTO "ab_permission_view_role" VALUES(65,28,4);
INSERT INTO "ab_permission_view_role" VALUES(66,14,4);
INSERT INTO "ab_permission_view_role" VALUES(67,29,4);
INSERT INTO "ab_permission_view_role" VALUES(68,13,4);
INSERT INTO "ab_permission_view_role" VALUES(69,11,4);
INSERT INTO "ab_permission_view_role" VALUES(70,1,4);
INSERT INTO "ab_permission_view_role" VALUES(71,21,4);
INSERT INTO "ab_permission_view_role" VALUES(72,3,4);
INSERT INTO "ab_permission_view_role" VALUES(73,8,4);
INSERT INTO "ab_permission_view_role" VALUES(74,19,4);
INSERT INTO "ab_permission_view_role" VALUES(75,7,4);
INSERT INTO "ab_permission_view_role" VALUES(76,27,4);
INSERT INTO "ab_permission_view_role" VALUES(77,31,5);
INSERT INTO "ab_permission_view_role" VALUES(78,30,5);
INSERT INTO "ab_permission_view_role" VALUES(79,8,6);
INSERT INTO "ab_permission_view_role" VALUES(80,16,6);
INSERT INTO "ab_permission_view_role" VALUES(81,7,6);
INSERT INTO "ab_permission_view_role" VALUES(82,9,7);
INSERT INTO "ab_permission_view_role" VALUES(83,25,8);
INSERT INTO "ab_permission_view_role" VALUES(84,20,8);
INSERT INTO "ab_permission_view_role" VALUES(85,10,8);
INSERT INTO "ab_permission_view_role" VALUES(86,18,8);
CREATE TABLE ab_register_user (
	id INTEGER NOT NULL, 
	first_name VARCHAR(64) NOT NULL, 
	last_name VARCHAR(64) NOT NULL, 
	username VARCHAR(128) NOT NULL, 
	password VARCHAR(256), 
	email VARCHAR(320) NOT NULL, 
	registration_date DATETIME, 
	registration_hash VARCHAR(256), 
	CONSTRAINT pk_ab_register_user PRIMARY KEY (id), 
	CONSTRAINT uq_ab_register_user_email UNIQUE (email), 
	CONSTRAINT uq_ab_register_user_username UNIQUE (username)
);
CREATE TABLE ab_role (
	id INTEGER NOT NULL, 
	name VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_ab_role PRIMARY KEY (id), 
	CONSTRAINT uq_ab_role_name UNIQUE (name)
);
INSERT INTO "ab_role" VALUES(1,'system:administrator');
INSERT INTO "ab_role" VALUES(2,'dalian:level1');
INSERT INTO "ab_role" VALUES(3,'dalian:level2');
INSERT INTO "ab_role" VALUES(4,'dalian:level3');
INSERT INTO "ab_role" VALUES(5,'dalian:auditor');
INSERT INTO "ab_role" VALUES(6,'dalian:security');
INSERT INTO "ab_role" VALUES(7,'dalian:learner');
INSERT INTO "ab_role" VALUES(8,'1:own-97d8143aec54');
CREATE TABLE ab_user (
	id INTEGER NOT NULL, 
	first_name VARCHAR(64) NOT NULL, 
	last_name VARCHAR(64) NOT NULL, 
	username VARCHAR(128) NOT NULL, 
	password VARCHAR(256), 
	active BOOLEAN, 
	email VARCHAR(320) NOT NULL, 
	last_login DATETIME, 
	login_count INTEGER, 
	fail_login_count INTEGER, 
	created_on DATETIME, 
	changed_on DATETIME, 
	created_by_fk INTEGER, 
	changed_by_fk INTEGER, 
	display_name VARCHAR(100) NOT NULL, 
	document_hash VARCHAR(43), document BLOB, phone BLOB, must_change_password BOOLEAN DEFAULT 0 NOT NULL, password_set_at DATETIME, 
	CONSTRAINT pk_ab_user PRIMARY KEY (id), 
	CONSTRAINT fk_ab_user_changed_by_fk_ab_user FOREIGN KEY(changed_by_fk) REFERENCES ab_user (id), 
	CONSTRAINT fk_ab_user_created_by_fk_ab_user FOREIGN KEY(created_by_fk) REFERENCES ab_user (id), 
	CONSTRAINT uq_ab_user_document_hash UNIQUE (document_hash), 
	CONSTRAINT uq_ab_user_email UNIQUE (email), 
	CONSTRAINT uq_ab_user_username UNIQUE (username)
);
INSERT INTO "ab_user" VALUES(1,'王敏','','dl1','scrypt:32768:8:1$xEmUBYziKRrjdHOH$806dfbfa344b7901c0210919b4e518645f89bc4171c5f50cf71696cb4edb31d5c478a51424eb676aceb19bd5e4ed41eb38682d5828ccba2c35789325506fb3f9',1,'dl1@users.invalid',NULL,NULL,NULL,'2026-11-25 02:42:59.594513','2026-11-25 02:42:59.594519',NULL,NULL,'王敏',NULL,NULL,NULL,0,NULL);
INSERT INTO "ab_user" VALUES(2,'李娜','','dl2','scrypt:32768:8:1$WlHY4yBEpKwOuHwv$b6dc9ab4c9f2db68b21645bbf03ae1efe5a1f209975f094c95a7a9c253f5f95cb4f7d79b4ee02ed7735f94260acdfce02af1d58f9690860d78a8c869bb323cfa',1,'dl2@users.invalid',NULL,NULL,NULL,'2026-11-25 02:42:59.665665','2026-11-25 02:42:59.665671',NULL,NULL,'李娜',NULL,NULL,NULL,0,NULL);
INSERT INTO "ab_user" VALUES(3,'张伟','','dl3','scrypt:32768:8:1$VD77TDUmI5yDsdBP$5ea15b1a7d9ea84418753f42c3e440ab6b0153b3bdb010d7f0b6fed1056c6a89c7f04945beb38b8d948a635afda3ff420bc637a075ef69f266de7beb27786309',1,'dl3@users.invalid',NULL,NULL,NULL,'2026-11-25 02:42:59.736688','2026-11-25 02:42:59.736693',NULL,NULL,'张伟','gH-3gaq-CUlQF8z5pXZbJl6igybengZEirR-VxRV6ss',NULL,NULL,0,NULL);
INSERT INTO "ab_user" VALUES(4,'刘洋','','dl3-sibling','scrypt:32768:8:1$QAIsG4OHSykEp7xi$cbef136f1f2f255e8abbced065aac91f6e2882d19c6137df3de6a7ab392af65aa025b3c44988f2e96d1bec89dae7866c10db8c2d914ff5543a5c594810a7b456',1,'dl3-sibling@users.invalid',NULL,NULL,NULL,'2026-11-25 02:42:59.807060','2026-11-25 02:42:59.807066',NULL,NULL,'刘洋',NULL,NULL,NULL,0,NULL);
INSERT INTO "ab_user" VALUES(5,'何静','','dl2-deputy','scrypt:32768:8:1$N5dqtuwMcQtfRwPQ$e3d931b6d35c251e39e6bb1bd4f626c4916ae08d410e7f28fb8fe853b6cb1e5673a3e8fb720f50fd19abf0c79cd774c73f73d9f821af9b19538129282cee10e4',1,'dl2-deputy@users.invalid',NULL,NULL,NULL,'2026-11-25 02:42:59.877560','2026-11-25 02:42:59.877564',NULL,NULL,'何静','sJlD_eTl1Ge3GH0Bx8HoEnjPCN7tyDeCNJG2-2-hTbg',X'515990F625DDE49E6D2384511437A250BA2B18256FD4985284EBC08D4FAA7722967058B6AF0BB7F861ED8D5F122E',X'FFD384F8390D3D2D354C525B3713D79F7B1C0AF49709FDBEA1C07492F06A3E05F37ABF36D1CDCB',0,NULL);
INSERT INTO "ab_user" VALUES(6,'马超','','dl3-office','scrypt:32768:8:1$J5lrzkd18OrjQPaV$9ba36f1d05b598b8470d1aefceb07a3e48dbbf9ac647e45b2c854a72453fbaa62de0a1a4c46c0250a4efa086d95207d2b0b21a2c56774dd63c660dfae78eb615',0,'dl3-office@users.invalid',NULL,NULL,NULL,'2026-11-25 02:42:59.950960','2026-11-25 02:42:59.950965',NULL,NULL,'马超','-zcTsAgMzkY3wOjFU26asLthhBHSbdGnO0l50a1D5hc',X'57E23E7876DBE7171370A10AFF9BA028FDBB2FB32320E7C98700AC30FB14A1535CE608124F420C4B0D0C5444EB77',X'015C564F79C3D66C3A355BBD7ADC3F40D46B02B781171614005822A9E9026E406395854E473E06',0,NULL);
INSERT INTO "ab_user" VALUES(7,'冯刚','','dl3-former','scrypt:32768:8:1$AV2htgTUDZrwRQbf$9a5702a05d64c54066dc23a5814716fa1d77291c7d2c93574a6bd494db87ccec73b178c10b631f7cbb145418faddbffb278a21ecd3b19b454f5b73daf628f424',1,'dl3-former@users.invalid',NULL,NULL,NULL,'2026-11-25 02:43:00.021820','2026-11-25 02:43:00.021826',NULL,NULL,'冯刚','eod-vn0QrNB41ZfLTgroMzdU1ubuIg76gY9rRrQou5Q',X'A3A13BCC304506C6B900ADCBDCCF768D000D5CE93D0FA39621905B90274E20B2CC78B3478D1E033D675D81412D05',X'06C0AB5D04F3E9E63EBCFF0EB1198B7DD23B37D91675A0DA84342C4E2946318A07077603819409',0,NULL);
INSERT INTO "ab_user" VALUES(8,'周涛','','auditor','scrypt:32768:8:1$SVoOWu0fRhmRJfiS$d956dd2e1d1484bd49d84e442ed19650f48acaa2382f8f8b10a12b8a082fa7e09ce6c11d6db611a44042beba84c69239aa833a8f2aa10620a4c05d3199971278',1,'auditor@users.invalid',NULL,NULL,NULL,'2026-11-25 02:43:00.107135','2026-11-25 02:43:00.107139',NULL,NULL,'周涛',NULL,NULL,NULL,0,NULL);
INSERT INTO "ab_user" VALUES(9,'吴芳','','security','scrypt:32768:8:1$KbWct1iawgbTZidW$687c807e029b91d8d07438228b6c3b6d09aef506cec6d269879c6129c811db686342badc832a8bb438fd790c9d9d68b94b734d99c80430f74f3cbfd24d2a7682',1,'security@users.invalid',NULL,NULL,NULL,'2026-11-25 02:43:00.186181','2026-11-25 02:43:00.186187',NULL,NULL,'吴芳',NULL,NULL,NULL,0,NULL);
INSERT INTO "ab_user" VALUES(10,'系统管理员','','admin','scrypt:32768:8:1$RUOvvJ55YRDzYbjj$00629069d9c68c8683e3f438a632a78a9d710511fd70c521f1e431fa9303f0803e304f72eae10cb52ec0361d732444e8c5aa8b884e4291c5287066e06a51451d',1,'admin@users.invalid',NULL,NULL,NULL,'2026-11-25 02:43:00.262000','2026-11-25 02:43:00.262005',NULL,NULL,'系统管理员',NULL,NULL,NULL,0,NULL);
INSERT INTO "ab_user" VALUES(11,'陈晓梅','','dl-learner','scrypt:32768:8:1$ubhjjOGOa9CUVXGx$c567f7de567e91da6d01c6b95cfb62fc2099b6de6d637ae182079346bcbb172753a20ef9dc2bb74df58cafddcdfcb3cc2ffeb48df9ccc8c69f6a2e4d03d3e704',1,'dl-learner@users.invalid',NULL,NULL,NULL,'2026-11-25 02:43:00.334053','2026-11-25 02:43:00.334059',NULL,NULL,'陈晓梅','6kQT7vNnZNtReebWaEhrjEev6Bx4fpezl9ba1QcYwDo',NULL,NULL,0,NULL);
CREATE TABLE ab_user_group (
	id INTEGER NOT NULL, 
	user_id INTEGER, 
	group_id INTEGER, 
	CONSTRAINT pk_ab_user_group PRIMARY KEY (id), 
	CONSTRAINT fk_ab_user_group_group_id_ab_group FOREIGN KEY(group_id) REFERENCES ab_group (id) ON DELETE CASCADE, 
	CONSTRAINT fk_ab_user_group_user_id_ab_user FOREIGN KEY(user_id) REFERENCES ab_user (id) ON DELETE CASCADE, 
	CONSTRAINT uq_ab_user_group_user_id_group_id UNIQUE (user_id, group_id)
);
CREATE TABLE ab_user_role (
	id INTEGER NOT NULL, 
	user_id INTEGER, 
	role_id INTEGER, 
	CONSTRAINT pk_ab_user_role PRIMARY KEY (id), 
	CONSTRAINT fk_ab_user_role_role_id_ab_role FOREIGN KEY(role_id) REFERENCES ab_role (id) ON DELETE CASCADE, 
	CONSTRAINT fk_ab_user_role_user_id_ab_user FOREIGN KEY(user_id) REFERENCES ab_user (id) ON DELETE CASCADE, 
	CONSTRAINT uq_ab_user_role_user_id_role_id UNIQUE (user_id, role_id)
);
CREATE TABLE ab_view_menu (
	id INTEGER NOT NULL, 
	name VARCHAR(250) NOT NULL, 
	CONSTRAINT pk_ab_view_menu PRIMARY KEY (id), 
	CONSTRAINT uq_ab_view_menu_name UNIQUE (name)
);
INSERT INTO "ab_view_menu" VALUES(1,'hours');
INSERT INTO "ab_view_menu" VALUES(2,'learner');
INSERT INTO "ab_view_menu" VALUES(3,'organization');
INSERT INTO "ab_view_menu" VALUES(4,'training_class');
INSERT INTO "ab_view_menu" VALUES(5,'account');
INSERT INTO "ab_view_menu" VALUES(6,'archive');
INSERT INTO "ab_view_menu" VALUES(7,'enrollment');
INSERT INTO "ab_view_menu" VALUES(8,'job');
INSERT INTO "ab_view_menu" VALUES(9,'platform');
INSERT INTO "ab_view_menu" VALUES(10,'role');
INSERT INTO "ab_view_menu" VALUES(11,'substitute');
INSERT INTO "ab_view_menu" VALUES(12,'audit_event');
CREATE TABLE absence (
	id INTEGER NOT NULL, 
	platform_id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	learner_id INTEGER NOT NULL, 
	kind VARCHAR(12) NOT NULL, 
	starts_on DATE NOT NULL, 
	ends_on DATE, 
	reason VARCHAR(200) NOT NULL, 
	CONSTRAINT pk_absence PRIMARY KEY (id), 
	CONSTRAINT ck_absence_kind CHECK (kind in ('leave', 'exemption')), 
	CONSTRAINT ck_absence_dates CHECK (ends_on is null or ends_on >= starts_on), 
	CONSTRAINT fk_absence_learner_id_learner FOREIGN KEY(learner_id) REFERENCES learner (id), 
	CONSTRAINT fk_absence_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_absence_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id)
);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('i3_accounts');
CREATE TABLE "appointment" (
	id INTEGER NOT NULL, 
	user_id INTEGER NOT NULL, 
	platform_id INTEGER, 
	organization_id INTEGER, 
	role_id INTEGER NOT NULL, 
	starts_on DATE NOT NULL, 
	ends_on DATE, 
	stands_for_id INTEGER, 
	CONSTRAINT pk_appointment PRIMARY KEY (id), 
	CONSTRAINT fk_appointment_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_appointment_user_id_ab_user FOREIGN KEY(user_id) REFERENCES ab_user (id), 
	CONSTRAINT ck_appointment_place CHECK ((platform_id is null) = (organization_id is null)), 
	CONSTRAINT fk_appointment_stands_for_id_appointment FOREIGN KEY(stands_for_id) REFERENCES appointment (id), 
	CONSTRAINT fk_appointment_role_id_role_profile FOREIGN KEY(role_id) REFERENCES role_profile (role_id), 
	CONSTRAINT fk_appointment_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id)
);
INSERT INTO "appointment" VALUES(1,1,1,1,2,'2026-11-25',NULL,NULL);
INSERT INTO "appointment" VALUES(2,2,1,2,3,'2026-11-25',NULL,NULL);
INSERT INTO "appointment" VALUES(3,3,1,3,4,'2026-11-25',NULL,NULL);
INSERT INTO "appointment" VALUES(4,4,1,4,4,'2026-11-25',NULL,NULL);
INSERT INTO "appointment" VALUES(5,5,1,2,3,'2026-11-25',NULL,NULL);
INSERT INTO "appointment" VALUES(6,6,1,5,4,'2026-11-25',NULL,NULL);
INSERT INTO "appointment" VALUES(7,7,1,4,4,'2026-11-25','2026-06-30',NULL);
INSERT INTO "appointment" VALUES(8,8,1,1,5,'2026-11-25',NULL,NULL);
INSERT INTO "appointment" VALUES(9,9,1,1,6,'2026-11-25',NULL,NULL);
INSERT INTO "appointment" VALUES(10,10,NULL,NULL,1,'2026-11-25',NULL,NULL);
INSERT INTO "appointment" VALUES(11,5,1,2,3,'2026-11-25','2026-12-09',2);
CREATE TABLE audit_event (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	platform_id INTEGER, 
	user_id INTEGER, 
	user_name VARCHAR(100) NOT NULL, 
	identity VARCHAR(20) NOT NULL, 
	address VARCHAR(45) NOT NULL, 
	event VARCHAR(80) NOT NULL, 
	subject_id VARCHAR(40), 
	outcome VARCHAR(10) NOT NULL, 
	batch VARCHAR(32), 
	details JSON NOT NULL, 
	CONSTRAINT pk_audit_event PRIMARY KEY (id)
);
INSERT INTO "audit_event" VALUES(1,'2026-11-25 02:42:59.333695',NULL,NULL,'','','','ab_permission:create','1','done',NULL,'{"changes": {"name": ["can_export"]}}');
INSERT INTO "audit_event" VALUES(2,'2026-11-25 02:42:59.335936',NULL,NULL,'','','','ab_view_menu:create','1','done',NULL,'{"changes": {"name": ["hours"]}}');
INSERT INTO "audit_event" VALUES(3,'2026-11-25 02:42:59.339242',NULL,NULL,'','','','ab_permission_view:create','1','done',NULL,'{"changes": {"permission_id": [1], "view_menu_id": [1]}}');
INSERT INTO "audit_event" VALUES(4,'2026-11-25 02:42:59.340025',NULL,NULL,'','','','ab_view_menu:create','2','done',NULL,'{"changes": {"name": ["learner"]}}');
INSERT INTO "audit_event" VALUES(5,'2026-11-25 02:42:59.340784',NULL,NULL,'','','','ab_permission_view:create','2','done',NULL,'{"changes": {"permission_id": [1], "view_menu_id": [2]}}');
INSERT INTO "audit_event" VALUES(6,'2026-11-25 02:42:59.341400',NULL,NULL,'','','','ab_view_menu:create','3','done',NULL,'{"changes": {"name": ["organization"]}}');
INSERT INTO "audit_event" VALUES(7,'2026-11-25 02:42:59.342114',NULL,NULL,'','','','ab_permission_view:create','3','done',NULL,'{"changes": {"permission_id": [1], "view_menu_id": [3]}}');
INSERT INTO "audit_event" VALUES(8,'2026-11-25 02:42:59.342682',NULL,NULL,'','','','ab_view_menu:create','4','done',NULL,'{"changes": {"name": ["training_class"]}}');
INSERT INTO "audit_event" VALUES(9,'2026-11-25 02:42:59.343381',NULL,NULL,'','','','ab_permission_view:create','4','done',NULL,'{"changes": {"permission_id": [1], "view_menu_id": [4]}}');
INSERT INTO "audit_event" VALUES(10,'2026-11-25 02:42:59.343804',NULL,NULL,'','','','ab_permission:create','2','done',NULL,'{"changes": {"name": ["can_final_review"]}}');
INSERT INTO "audit_event" VALUES(11,'2026-11-25 02:42:59.344474',NULL,NULL,'','','','ab_permission_view:create','5','done',NULL,'{"changes": {"permission_id": [2], "view_menu_id": [4]}}');
INSERT INTO "audit_event" VALUES(12,'2026-11-25 02:42:59.344839',NULL,NULL,'','','','ab_permission:create','3','done',NULL,'{"changes": {"name": ["can_first_review"]}}');
INSERT INTO "audit_event" VALUES(13,'2026-11-25 02:42:59.345592',NULL,NULL,'','','','ab_permission_view:create','6','done',NULL,'{"changes": {"permission_id": [3], "view_menu_id": [4]}}');
INSERT INTO "audit_event" VALUES(14,'2026-11-25 02:42:59.345962',NULL,NULL,'','','','ab_permission:create','4','done',NULL,'{"changes": {"name": ["can_lock"]}}');
INSERT INTO "audit_event" VALUES(15,'2026-11-25 02:42:59.346292',NULL,NULL,'','','','ab_view_menu:create','5','done',NULL,'{"changes": {"name": ["account"]}}');
INSERT INTO "audit_event" VALUES(16,'2026-11-25 02:42:59.346880',NULL,NULL,'','','','ab_permission_view:create','7','done',NULL,'{"changes": {"permission_id": [4], "view_menu_id": [5]}}');
INSERT INTO "audit_event" VALUES(17,'2026-11-25 02:42:59.347240',NULL,NULL,'','','','ab_permission:create','5','done',NULL,'{"changes": {"name": ["can_read"]}}');
INSERT INTO "audit_event" VALUES(18,'2026-11-25 02:42:59.347877',NULL,NULL,'','','','ab_permission_view:create','8','done',NULL,'{"changes": {"permission_id": [5], "view_menu_id": [5]}}');
INSERT INTO "audit_event" VALUES(19,'2026-11-25 02:42:59.348342',NULL,NULL,'','','','ab_view_menu:create','6','done',NULL,'{"changes": {"name": ["archive"]}}');
INSERT INTO "audit_event" VALUES(20,'2026-11-25 02:42:59.348848',NULL,NULL,'','','','ab_permission_view:create','9','done',NULL,'{"changes": {"permission_id": [5], "view_menu_id": [6]}}');
INSERT INTO "audit_event" VALUES(21,'2026-11-25 02:42:59.349317',NULL,NULL,'','','','ab_view_menu:create','7','done',NULL,'{"changes": {"name": ["enrollment"]}}');
INSERT INTO "audit_event" VALUES(22,'2026-11-25 02:42:59.349867',NULL,NULL,'','','','ab_permission_view:create','10','done',NULL,'{"changes": {"permission_id": [5], "view_menu_id": [7]}}');
INSERT INTO "audit_event" VALUES(23,'2026-11-25 02:42:59.350616',NULL,NULL,'','','','ab_permission_view:create','11','done',NULL,'{"changes": {"permission_id": [5], "view_menu_id": [1]}}');
INSERT INTO "audit_event" VALUES(24,'2026-11-25 02:42:59.351073',NULL,NULL,'','','','ab_view_menu:create','8','done',NULL,'{"changes": {"name": ["job"]}}');
INSERT INTO "audit_event" VALUES(25,'2026-11-25 02:42:59.351643',NULL,NULL,'','','','ab_permission_view:create','12','done',NULL,'{"changes": {"permission_id": [5], "view_menu_id": [8]}}');
INSERT INTO "audit_event" VALUES(26,'2026-11-25 02:42:59.352455',NULL,NULL,'','','','ab_permission_view:create','13','done',NULL,'{"changes": {"permission_id": [5], "view_menu_id": [2]}}');
INSERT INTO "audit_event" VALUES(27,'2026-11-25 02:42:59.353241',NULL,NULL,'','','','ab_permission_view:create','14','done',NULL,'{"changes": {"permission_id": [5], "view_menu_id": [3]}}');
INSERT INTO "audit_event" VALUES(28,'2026-11-25 02:42:59.353769',NULL,NULL,'','','','ab_view_menu:create','9','done',NULL,'{"changes": {"name": ["platform"]}}');
INSERT INTO "audit_event" VALUES(29,'2026-11-25 02:42:59.354320',NULL,NULL,'','','','ab_permission_view:create','15','done',NULL,'{"changes": {"permission_id": [5], "view_menu_id": [9]}}');
INSERT INTO "audit_event" VALUES(30,'2026-11-25 02:42:59.354780',NULL,NULL,'','','','ab_view_menu:create','10','done',NULL,'{"changes": {"name": ["role"]}}');
INSERT INTO "audit_event" VALUES(31,'2026-11-25 02:42:59.355274',NULL,NULL,'','','','ab_permission_view:create','16','done',NULL,'{"changes": {"permission_id": [5], "view_menu_id": [10]}}');
INSERT INTO "audit_event" VALUES(32,'2026-11-25 02:42:59.355724',NULL,NULL,'','','','ab_view_menu:create','11','done',NULL,'{"changes": {"name": ["substitute"]}}');
INSERT INTO "audit_event" VALUES(33,'2026-11-25 02:42:59.356272',NULL,NULL,'','','','ab_permission_view:create','17','done',NULL,'{"changes": {"permission_id": [5], "view_menu_id": [11]}}');
INSERT INTO "audit_event" VALUES(34,'2026-11-25 02:42:59.357027',NULL,NULL,'','','','ab_permission_view:create','18','done',NULL,'{"changes": {"permission_id": [5], "view_menu_id": [4]}}');
INSERT INTO "audit_event" VALUES(35,'2026-11-25 02:42:59.357371',NULL,NULL,'','','','ab_permission:create','6','done',NULL,'{"changes": {"name": ["can_write"]}}');
INSERT INTO "audit_event" VALUES(36,'2026-11-25 02:42:59.358063',NULL,NULL,'','','','ab_permission_view:create','19','done',NULL,'{"changes": {"permission_id": [6], "view_menu_id": [5]}}');
INSERT INTO "audit_event" VALUES(37,'2026-11-25 02:42:59.358800',NULL,NULL,'','','','ab_permission_view:create','20','done',NULL,'{"changes": {"permission_id": [6], "view_menu_id": [7]}}');
INSERT INTO "audit_event" VALUES(38,'2026-11-25 02:42:59.359518',NULL,NULL,'','','','ab_permission_view:create','21','done',NULL,'{"changes": {"permission_id": [6], "view_menu_id": [2]}}');
INSERT INTO "audit_event" VALUES(39,'2026-11-25 02:42:59.360324',NULL,NULL,'','','','ab_permission_view:create','22','done',NULL,'{"changes": {"permission_id": [6], "view_menu_id": [3]}}');
INSERT INTO "audit_event" VALUES(40,'2026-11-25 02:42:59.361074',NULL,NULL,'','','','ab_permission_view:create','23','done',NULL,'{"changes": {"permission_id": [6], "view_menu_id": [10]}}');
INSERT INTO "audit_event" VALUES(41,'2026-11-25 02:42:59.361934',NULL,NULL,'','','','ab_permission_view:create','24','done',NULL,'{"changes": {"permission_id": [6], "view_menu_id": [11]}}');
INSERT INTO "audit_event" VALUES(42,'2026-11-25 02:42:59.362676',NULL,NULL,'','','','ab_permission_view:create','25','done',NULL,'{"changes": {"permission_id": [6], "view_menu_id": [4]}}');
INSERT INTO "audit_event" VALUES(43,'2026-11-25 02:42:59.363999',NULL,NULL,'','','','ab_role:create','1','done',NULL,'{"changes": {"name": ["system:administrator"]}}');
INSERT INTO "audit_event" VALUES(44,'2026-11-25 02:42:59.366003',NULL,NULL,'','','','role_profile:create','1','done',NULL,'{"changes": {"role_id": [1], "platform_id": [null], "code": ["administrator"], "kind": ["system"], "label": ["\u7cfb\u7edf\u7ba1\u7406\u5458"], "label_en": ["System administrator"]}}');
INSERT INTO "audit_event" VALUES(45,'2026-11-25 02:42:59.376654',NULL,NULL,'','','','platform:create','1','done',NULL,'{"changes": {"code": ["dalian"], "name": ["\u793a\u8303\u5e02\u5e72\u90e8\u7ee7\u7eed\u6559\u80b2\u5b66\u5206\u7ba1\u7406\u5e73\u53f0"]}}');
INSERT INTO "audit_event" VALUES(46,'2026-11-25 02:42:59.379482',NULL,NULL,'','','','organization:create','1','done',NULL,'{"changes": {"platform_id": [1], "category": ["bureau"], "level": [1], "path": ["5aed41d2/"], "name": ["\u793a\u8303\u5e02\u4eba\u529b\u8d44\u6e90\u548c\u793e\u4f1a\u4fdd\u969c\u5c40"], "credit_code": ["12210200JG7LCMK1XC"], "region": ["\u793a\u8303\u5e02"]}}');
INSERT INTO "audit_event" VALUES(47,'2026-11-25 02:42:59.379608',NULL,NULL,'','','','policy_row:create','1','done',NULL,'{"changes": {"platform_id": [1], "name": ["hours_word"], "from_year": [2000], "value": [{"zh": "\u5b66\u5206", "en": "credits"}]}}');
INSERT INTO "audit_event" VALUES(48,'2026-11-25 02:42:59.379689',NULL,NULL,'','','','policy_row:create','2','done',NULL,'{"changes": {"platform_id": [1], "name": ["attendance_required"], "from_year": [2000], "value": [true]}}');
INSERT INTO "audit_event" VALUES(49,'2026-11-25 02:42:59.379761',NULL,NULL,'','','','hour_category:create','1','done',NULL,'{"changes": {"platform_id": [1], "code": ["compulsory"], "label": ["\u5fc5\u4fee"], "label_en": ["Compulsory"], "seq": [0]}}');
INSERT INTO "audit_event" VALUES(50,'2026-11-25 02:42:59.379829',NULL,NULL,'','','','hour_category:create','2','done',NULL,'{"changes": {"platform_id": [1], "code": ["elective"], "label": ["\u9009\u4fee"], "label_en": ["Elective"], "seq": [1]}}');
INSERT INTO "audit_event" VALUES(51,'2026-11-25 02:42:59.384708',NULL,NULL,'','','','requirement:create','1','done',NULL,'{"changes": {"platform_id": [1], "from_year": [2000], "category_id": [1], "minimum": ["30"]}}');
INSERT INTO "audit_event" VALUES(52,'2026-11-25 02:42:59.384832',NULL,NULL,'','','','requirement:create','2','done',NULL,'{"changes": {"platform_id": [1], "from_year": [2000], "category_id": [2], "minimum": ["20"]}}');
INSERT INTO "audit_event" VALUES(53,'2026-11-25 02:42:59.384914',NULL,NULL,'','','','review_route:create','1','done',NULL,'{"changes": {"platform_id": [1], "kind": ["training_class"], "owner_level": [3], "name": ["\u4e09\u7ea7\u5355\u4f4d\u57f9\u8bad\u9879\u76ee"]}}');
INSERT INTO "audit_event" VALUES(54,'2026-11-25 02:42:59.384997',NULL,NULL,'','','','route_step:create','1','done',NULL,'{"changes": {"platform_id": [1], "route_id": [1], "seq": [1], "name": ["\u521d\u5ba1"], "name_en": ["First review"], "who": ["ancestor"], "level": [2], "permission": ["first_review"]}}');
INSERT INTO "audit_event" VALUES(55,'2026-11-25 02:42:59.385080',NULL,NULL,'','','','route_step:create','2','done',NULL,'{"changes": {"platform_id": [1], "route_id": [1], "seq": [2], "name": ["\u7ec8\u5ba1"], "name_en": ["Final review"], "who": ["root"], "permission": ["final_review"]}}');
INSERT INTO "audit_event" VALUES(56,'2026-11-25 02:42:59.385150',NULL,NULL,'','','','review_route:create','2','done',NULL,'{"changes": {"platform_id": [1], "kind": ["training_class"], "owner_level": [2], "name": ["\u4e8c\u7ea7\u5355\u4f4d\u57f9\u8bad\u9879\u76ee"]}}');
INSERT INTO "audit_event" VALUES(57,'2026-11-25 02:42:59.385252',NULL,NULL,'','','','route_step:create','3','done',NULL,'{"changes": {"platform_id": [1], "route_id": [2], "seq": [1], "name": ["\u521d\u5ba1"], "name_en": ["First review"], "who": ["own_unit"], "permission": ["first_review"], "self_review": [true]}}');
INSERT INTO "audit_event" VALUES(58,'2026-11-25 02:42:59.385361',NULL,NULL,'','','','route_step:create','4','done',NULL,'{"changes": {"platform_id": [1], "route_id": [2], "seq": [2], "name": ["\u7ec8\u5ba1"], "name_en": ["Final review"], "who": ["root"], "permission": ["final_review"]}}');
INSERT INTO "audit_event" VALUES(59,'2026-11-25 02:42:59.385491',NULL,NULL,'','','','review_route:create','3','done',NULL,'{"changes": {"platform_id": [1], "kind": ["training_class"], "owner_level": [1], "name": ["\u4e00\u7ea7\u5355\u4f4d\u57f9\u8bad\u9879\u76ee"]}}');
INSERT INTO "audit_event" VALUES(60,'2026-11-25 02:42:59.385596',NULL,NULL,'','','','menu_entry:create','1','done',NULL,'{"changes": {"platform_id": [1], "seq": [1], "heading": ["\u57f9\u8bad\u7ba1\u7406"], "heading_en": ["Training"], "label": ["\u57f9\u8bad\u9879\u76ee\u7533\u62a5"], "label_en": ["Declare projects"], "icon": ["clipboard-check"], "target": ["DeclarationView"]}}');
INSERT INTO "audit_event" VALUES(61,'2026-11-25 02:42:59.385675',NULL,NULL,'','','','menu_entry:create','2','done',NULL,'{"changes": {"platform_id": [1], "seq": [2], "heading": ["\u57f9\u8bad\u7ba1\u7406"], "heading_en": ["Training"], "label": ["\u57f9\u8bad\u9879\u76ee\u521d\u5ba1"], "label_en": ["First review"], "icon": ["rubber-stamp"], "target": ["FirstReviewView"]}}');
INSERT INTO "audit_event" VALUES(62,'2026-11-25 02:42:59.385748',NULL,NULL,'','','','menu_entry:create','3','done',NULL,'{"changes": {"platform_id": [1], "seq": [3], "heading": ["\u57f9\u8bad\u7ba1\u7406"], "heading_en": ["Training"], "label": ["\u57f9\u8bad\u9879\u76ee\u7ec8\u5ba1"], "label_en": ["Final review"], "icon": ["rubber-stamp"], "target": ["FinalReviewView"]}}');
INSERT INTO "audit_event" VALUES(63,'2026-11-25 02:42:59.385844',NULL,NULL,'','','','menu_entry:create','4','done',NULL,'{"changes": {"platform_id": [1], "seq": [4], "heading": ["\u57f9\u8bad\u7ba1\u7406"], "heading_en": ["Training"], "label": ["\u57f9\u8bad\u9879\u76ee\u5b66\u5458\u7ef4\u62a4"], "label_en": ["Project people"], "icon": ["school"], "target": ["ClassPeopleView"]}}');
INSERT INTO "audit_event" VALUES(64,'2026-11-25 02:42:59.385935',NULL,NULL,'','','','menu_entry:create','5','done',NULL,'{"changes": {"platform_id": [1], "seq": [5], "heading": ["\u5b66\u5206\u7ba1\u7406"], "heading_en": ["Credits"], "label": ["\u5b66\u5206\u67e5\u8be2"], "label_en": ["Credits of people"], "icon": ["chart-bar"], "target": ["LearnerYearView"]}}');
INSERT INTO "audit_event" VALUES(65,'2026-11-25 02:42:59.386009',NULL,NULL,'','','','menu_entry:create','6','done',NULL,'{"changes": {"platform_id": [1], "seq": [6], "heading": ["\u5b66\u5206\u7ba1\u7406"], "heading_en": ["Credits"], "label": ["\u6211\u7684\u5b66\u5206"], "label_en": ["My credits"], "icon": ["certificate"], "target": ["ArchiveView"]}}');
INSERT INTO "audit_event" VALUES(66,'2026-11-25 02:42:59.386079',NULL,NULL,'','','','menu_entry:create','7','done',NULL,'{"changes": {"platform_id": [1], "seq": [7], "heading": ["\u57fa\u7840\u4fe1\u606f"], "heading_en": ["Master data"], "label": ["\u5355\u4f4d\u7ba1\u7406"], "label_en": ["Organizations"], "icon": ["building-bank"], "target": ["OrganizationView"]}}');
INSERT INTO "audit_event" VALUES(67,'2026-11-25 02:42:59.386150',NULL,NULL,'','','','menu_entry:create','8','done',NULL,'{"changes": {"platform_id": [1], "seq": [8], "heading": ["\u57fa\u7840\u4fe1\u606f"], "heading_en": ["Master data"], "label": ["\u4eba\u5458\u7ba1\u7406"], "label_en": ["People"], "icon": ["users"], "target": ["LearnerView"]}}');
INSERT INTO "audit_event" VALUES(68,'2026-11-25 02:42:59.386223',NULL,NULL,'','','','menu_entry:create','9','done',NULL,'{"changes": {"platform_id": [1], "seq": [9], "heading": ["\u8d26\u53f7\u4e0e\u6743\u9650"], "heading_en": ["Accounts"], "label": ["\u8d26\u53f7\u7ba1\u7406"], "label_en": ["Accounts"], "icon": ["id-badge-2"], "target": ["AppointmentView"]}}');
INSERT INTO "audit_event" VALUES(69,'2026-11-25 02:42:59.386292',NULL,NULL,'','','','menu_entry:create','10','done',NULL,'{"changes": {"platform_id": [1], "seq": [10], "heading": ["\u8d26\u53f7\u4e0e\u6743\u9650"], "heading_en": ["Accounts"], "label": ["\u89d2\u8272\u7ba1\u7406"], "label_en": ["Roles"], "icon": ["key"], "target": ["RoleView"]}}');
INSERT INTO "audit_event" VALUES(70,'2026-11-25 02:42:59.386363',NULL,NULL,'','','','menu_entry:create','11','done',NULL,'{"changes": {"platform_id": [1], "seq": [11], "heading": ["\u8d26\u53f7\u4e0e\u6743\u9650"], "heading_en": ["Accounts"], "label": ["\u6211\u7684\u4ee3\u7406\u4eba"], "label_en": ["My substitutes"], "icon": ["user-check"], "target": ["SubstituteView"]}}');
INSERT INTO "audit_event" VALUES(71,'2026-11-25 02:42:59.386435',NULL,NULL,'','','','menu_entry:create','12','done',NULL,'{"changes": {"platform_id": [1], "seq": [12], "heading": ["\u4efb\u52a1"], "heading_en": ["Tasks"], "label": ["\u5bfc\u5165\u4efb\u52a1\u67e5\u770b"], "label_en": ["Imports"], "icon": ["file-import"], "target": ["ImportView"]}}');
INSERT INTO "audit_event" VALUES(72,'2026-11-25 02:42:59.386531',NULL,NULL,'','','','menu_entry:create','13','done',NULL,'{"changes": {"platform_id": [1], "seq": [13], "heading": ["\u4efb\u52a1"], "heading_en": ["Tasks"], "label": ["\u5bfc\u51fa\u4efb\u52a1\u67e5\u770b"], "label_en": ["Exports"], "icon": ["file-export"], "target": ["ExportView"]}}');
INSERT INTO "audit_event" VALUES(73,'2026-11-25 02:42:59.387111',NULL,NULL,'','','','ab_role:create','2','done',NULL,'{"changes": {"name": ["dalian:level1"]}}');
INSERT INTO "audit_event" VALUES(74,'2026-11-25 02:42:59.387768',NULL,NULL,'','','','role_profile:create','2','done',NULL,'{"changes": {"role_id": [2], "platform_id": [1], "code": ["level1"], "kind": ["platform"], "label": ["\u4e00\u7ea7\u7ba1\u7406\u5458"], "label_en": ["Level-1 administrator"]}}');
INSERT INTO "audit_event" VALUES(75,'2026-11-25 02:42:59.389118',NULL,NULL,'','','','ab_permission:create','7','done',NULL,'{"changes": {"name": ["can_import"]}}');
INSERT INTO "audit_event" VALUES(76,'2026-11-25 02:42:59.389849',NULL,NULL,'','','','ab_permission_view:create','26','done',NULL,'{"changes": {"permission_id": [7], "view_menu_id": [3]}}');
INSERT INTO "audit_event" VALUES(77,'2026-11-25 02:42:59.391866',NULL,NULL,'','','','ab_permission_view:create','27','done',NULL,'{"changes": {"permission_id": [7], "view_menu_id": [2]}}');
INSERT INTO "audit_event" VALUES(78,'2026-11-25 02:42:59.397281',NULL,NULL,'','','','ab_permission_view:create','28','done',NULL,'{"changes": {"permission_id": [7], "view_menu_id": [7]}}');
INSERT INTO "audit_event" VALUES(79,'2026-11-25 02:42:59.398125',NULL,NULL,'','','','ab_permission_view:create','29','done',NULL,'{"changes": {"permission_id": [1], "view_menu_id": [7]}}');
INSERT INTO "audit_event" VALUES(80,'2026-11-25 02:42:59.404110',NULL,NULL,'','','','ab_role:create','3','done',NULL,'{"changes": {"name": ["dalian:level2"]}}');
INSERT INTO "audit_event" VALUES(81,'2026-11-25 02:42:59.404688',NULL,NULL,'','','','role_profile:create','3','done',NULL,'{"changes": {"role_id": [3], "platform_id": [1], "code": ["level2"], "kind": ["administrator"], "label": ["\u4e8c\u7ea7\u7ba1\u7406\u5458"], "label_en": ["Level-2 administrator"]}}');
INSERT INTO "audit_event" VALUES(82,'2026-11-25 02:42:59.416063',NULL,NULL,'','','','ab_role:create','4','done',NULL,'{"changes": {"name": ["dalian:level3"]}}');
INSERT INTO "audit_event" VALUES(83,'2026-11-25 02:42:59.416626',NULL,NULL,'','','','role_profile:create','4','done',NULL,'{"changes": {"role_id": [4], "platform_id": [1], "code": ["level3"], "kind": ["administrator"], "label": ["\u4e09\u7ea7\u7ba1\u7406\u5458"], "label_en": ["Level-3 administrator"]}}');
INSERT INTO "audit_event" VALUES(84,'2026-11-25 02:42:59.427568',NULL,NULL,'','','','ab_role:create','5','done',NULL,'{"changes": {"name": ["dalian:auditor"]}}');
INSERT INTO "audit_event" VALUES(85,'2026-11-25 02:42:59.428122',NULL,NULL,'','','','role_profile:create','5','done',NULL,'{"changes": {"role_id": [5], "platform_id": [1], "code": ["auditor"], "kind": ["auditor"], "label": ["\u5b89\u5168\u5ba1\u8ba1\u5458"], "label_en": ["Auditor"]}}');
INSERT INTO "audit_event" VALUES(86,'2026-11-25 02:42:59.428678',NULL,NULL,'','','','ab_view_menu:create','12','done',NULL,'{"changes": {"name": ["audit_event"]}}');
INSERT INTO "audit_event" VALUES(87,'2026-11-25 02:42:59.429241',NULL,NULL,'','','','ab_permission_view:create','30','done',NULL,'{"changes": {"permission_id": [5], "view_menu_id": [12]}}');
INSERT INTO "audit_event" VALUES(88,'2026-11-25 02:42:59.430074',NULL,NULL,'','','','ab_permission_view:create','31','done',NULL,'{"changes": {"permission_id": [1], "view_menu_id": [12]}}');
INSERT INTO "audit_event" VALUES(89,'2026-11-25 02:42:59.431229',NULL,NULL,'','','','ab_role:create','6','done',NULL,'{"changes": {"name": ["dalian:security"]}}');
INSERT INTO "audit_event" VALUES(90,'2026-11-25 02:42:59.431751',NULL,NULL,'','','','role_profile:create','6','done',NULL,'{"changes": {"role_id": [6], "platform_id": [1], "code": ["security"], "kind": ["security"], "label": ["\u5b89\u5168\u7ba1\u7406\u5458"], "label_en": ["Security administrator"]}}');
INSERT INTO "audit_event" VALUES(91,'2026-11-25 02:42:59.434170',NULL,NULL,'','','','ab_role:create','7','done',NULL,'{"changes": {"name": ["dalian:learner"]}}');
INSERT INTO "audit_event" VALUES(92,'2026-11-25 02:42:59.434657',NULL,NULL,'','','','role_profile:create','7','done',NULL,'{"changes": {"role_id": [7], "platform_id": [1], "code": ["learner"], "kind": ["learner"], "label": ["\u5b66\u5458"], "label_en": ["Learner"]}}');
INSERT INTO "audit_event" VALUES(93,'2026-11-25 02:42:59.439281',NULL,NULL,'','','','organization:create','2','done',NULL,'{"changes": {"platform_id": [1], "parent_id": [1], "kind": ["unit"], "category": ["authority"], "level": [2], "path": ["5aed41d2/b188ecb9/"], "name": ["\u793a\u8303\u5e02\u6587\u5316\u827a\u672f\u4e2d\u5fc3"], "credit_code": [null], "region": ["\u793a\u8303\u5e02"], "contact": [""]}}');
INSERT INTO "audit_event" VALUES(94,'2026-11-25 02:42:59.440149',NULL,NULL,'','','','organization:create','3','done',NULL,'{"changes": {"platform_id": [1], "parent_id": [2], "kind": ["unit"], "category": ["employer"], "level": [3], "path": ["5aed41d2/b188ecb9/fd85b603/"], "name": ["\u793a\u8303\u5e02\u7fa4\u4f17\u827a\u672f\u9986"], "credit_code": [null], "region": ["\u793a\u8303\u5e02"], "contact": [""]}}');
INSERT INTO "audit_event" VALUES(95,'2026-11-25 02:42:59.440919',NULL,NULL,'','','','organization:create','4','done',NULL,'{"changes": {"platform_id": [1], "parent_id": [2], "kind": ["unit"], "category": ["employer"], "level": [3], "path": ["5aed41d2/b188ecb9/28ebb614/"], "name": ["\u793a\u8303\u5e02\u5c11\u5e74\u5bab"], "credit_code": [null], "region": ["\u793a\u8303\u5e02"], "contact": [""]}}');
INSERT INTO "audit_event" VALUES(96,'2026-11-25 02:42:59.441787',NULL,NULL,'','','','organization:create','5','done',NULL,'{"changes": {"platform_id": [1], "parent_id": [3], "kind": ["department"], "category": ["employer"], "level": [3], "path": ["5aed41d2/b188ecb9/fd85b603/1d755e3e/"], "name": ["\u529e\u516c\u5ba4"], "credit_code": [null], "region": [""], "contact": [""]}}');
INSERT INTO "audit_event" VALUES(97,'2026-11-25 02:42:59.595237',NULL,NULL,'','','','ab_user:create','1','done',NULL,'{"changes": {"first_name": ["\u738b\u654f"], "last_name": [""], "username": ["dl1"], "active": [true], "email": ["dl1@users.invalid"], "display_name": ["\u738b\u654f"]}}');
INSERT INTO "audit_event" VALUES(98,'2026-11-25 02:42:59.596563',NULL,NULL,'','','','appointment:create','1','done',NULL,'{"changes": {"user_id": [1], "platform_id": [1], "organization_id": [1], "role_id": [2]}}');
INSERT INTO "audit_event" VALUES(99,'2026-11-25 02:42:59.666631',NULL,NULL,'','','','ab_user:create','2','done',NULL,'{"changes": {"first_name": ["\u674e\u5a1c"], "last_name": [""], "username": ["dl2"], "active": [true], "email": ["dl2@users.invalid"], "display_name": ["\u674e\u5a1c"]}}');
INSERT INTO "audit_event" VALUES(100,'2026-11-25 02:42:59.666821',NULL,NULL,'','','','appointment:update','1','done',NULL,'{"changes": {"ends_on": [null]}}');
INSERT INTO "audit_event" VALUES(101,'2026-11-25 02:42:59.667403',NULL,NULL,'','','','appointment:create','2','done',NULL,'{"changes": {"user_id": [2], "platform_id": [1], "organization_id": [2], "role_id": [3]}}');
INSERT INTO "audit_event" VALUES(102,'2026-11-25 02:42:59.737166',NULL,NULL,'','','','ab_user:create','3','done',NULL,'{"changes": {"first_name": ["\u5f20\u4f1f"], "last_name": [""], "username": ["dl3"], "active": [true], "email": ["dl3@users.invalid"], "display_name": ["\u5f20\u4f1f"]}}');
INSERT INTO "audit_event" VALUES(103,'2026-11-25 02:42:59.737360',NULL,NULL,'','','','appointment:update','2','done',NULL,'{"changes": {"ends_on": [null]}}');
INSERT INTO "audit_event" VALUES(104,'2026-11-25 02:42:59.737998',NULL,NULL,'','','','appointment:create','3','done',NULL,'{"changes": {"user_id": [3], "platform_id": [1], "organization_id": [3], "role_id": [4]}}');
INSERT INTO "audit_event" VALUES(105,'2026-11-25 02:42:59.807569',NULL,NULL,'','','','ab_user:create','4','done',NULL,'{"changes": {"first_name": ["\u5218\u6d0b"], "last_name": [""], "username": ["dl3-sibling"], "active": [true], "email": ["dl3-sibling@users.invalid"], "display_name": ["\u5218\u6d0b"]}}');
INSERT INTO "audit_event" VALUES(106,'2026-11-25 02:42:59.807766',NULL,NULL,'','','','appointment:update','3','done',NULL,'{"changes": {"ends_on": [null]}}');
INSERT INTO "audit_event" VALUES(107,'2026-11-25 02:42:59.808341',NULL,NULL,'','','','appointment:create','4','done',NULL,'{"changes": {"user_id": [4], "platform_id": [1], "organization_id": [4], "role_id": [4]}}');
INSERT INTO "audit_event" VALUES(108,'2026-11-25 02:42:59.878037',NULL,NULL,'','','','ab_user:create','5','done',NULL,'{"changes": {"first_name": ["\u4f55\u9759"], "last_name": [""], "username": ["dl2-deputy"], "active": [true], "email": ["dl2-deputy@users.invalid"], "display_name": ["\u4f55\u9759"]}}');
INSERT INTO "audit_event" VALUES(109,'2026-11-25 02:42:59.878232',NULL,NULL,'','','','appointment:update','4','done',NULL,'{"changes": {"ends_on": [null]}}');
INSERT INTO "audit_event" VALUES(110,'2026-11-25 02:42:59.881965',NULL,NULL,'','','','appointment:create','5','done',NULL,'{"changes": {"user_id": [5], "platform_id": [1], "organization_id": [2], "role_id": [3]}}');
INSERT INTO "audit_event" VALUES(111,'2026-11-25 02:42:59.882119',NULL,NULL,'','','','ab_user:update','5','done',NULL,'{"changes": {"document": ["210202********4523"], "phone": ["138****0002"]}}');
INSERT INTO "audit_event" VALUES(112,'2026-11-25 02:42:59.951469',NULL,NULL,'','','','ab_user:create','6','done',NULL,'{"changes": {"first_name": ["\u9a6c\u8d85"], "last_name": [""], "username": ["dl3-office"], "active": [true], "email": ["dl3-office@users.invalid"], "display_name": ["\u9a6c\u8d85"]}}');
INSERT INTO "audit_event" VALUES(113,'2026-11-25 02:42:59.951726',NULL,NULL,'','','','appointment:update','5','done',NULL,'{"changes": {"ends_on": [null]}}');
INSERT INTO "audit_event" VALUES(114,'2026-11-25 02:42:59.953053',NULL,NULL,'','','','appointment:create','6','done',NULL,'{"changes": {"user_id": [6], "platform_id": [1], "organization_id": [5], "role_id": [4]}}');
INSERT INTO "audit_event" VALUES(115,'2026-11-25 02:42:59.953179',NULL,NULL,'','','','ab_user:update','6','done',NULL,'{"changes": {"active": [true, false], "document": ["210203********3314"], "phone": ["138****0003"]}}');
INSERT INTO "audit_event" VALUES(116,'2026-11-25 02:43:00.022422',NULL,NULL,'','','','ab_user:create','7','done',NULL,'{"changes": {"first_name": ["\u51af\u521a"], "last_name": [""], "username": ["dl3-former"], "active": [true], "email": ["dl3-former@users.invalid"], "display_name": ["\u51af\u521a"]}}');
INSERT INTO "audit_event" VALUES(117,'2026-11-25 02:43:00.022635',NULL,NULL,'','','','appointment:update','6','done',NULL,'{"changes": {"ends_on": [null]}}');
INSERT INTO "audit_event" VALUES(118,'2026-11-25 02:43:00.023467',NULL,NULL,'','','','appointment:create','7','done',NULL,'{"changes": {"user_id": [7], "platform_id": [1], "organization_id": [4], "role_id": [4]}}');
INSERT INTO "audit_event" VALUES(119,'2026-11-25 02:43:00.023581',NULL,NULL,'','','','ab_user:update','7','done',NULL,'{"changes": {"document": ["210204********4416"], "phone": ["138****0004"]}}');
INSERT INTO "audit_event" VALUES(120,'2026-11-25 02:43:00.108618',NULL,NULL,'','','','ab_user:create','8','done',NULL,'{"changes": {"first_name": ["\u5468\u6d9b"], "last_name": [""], "username": ["auditor"], "active": [true], "email": ["auditor@users.invalid"], "display_name": ["\u5468\u6d9b"]}}');
INSERT INTO "audit_event" VALUES(121,'2026-11-25 02:43:00.108851',NULL,NULL,'','','','appointment:update','7','done',NULL,'{"changes": {"ends_on": ["2026-06-30"]}}');
INSERT INTO "audit_event" VALUES(122,'2026-11-25 02:43:00.109668',NULL,NULL,'','','','appointment:create','8','done',NULL,'{"changes": {"user_id": [8], "platform_id": [1], "organization_id": [1], "role_id": [5]}}');
INSERT INTO "audit_event" VALUES(123,'2026-11-25 02:43:00.186697',NULL,NULL,'','','','ab_user:create','9','done',NULL,'{"changes": {"first_name": ["\u5434\u82b3"], "last_name": [""], "username": ["security"], "active": [true], "email": ["security@users.invalid"], "display_name": ["\u5434\u82b3"]}}');
INSERT INTO "audit_event" VALUES(124,'2026-11-25 02:43:00.186902',NULL,NULL,'','','','appointment:update','8','done',NULL,'{"changes": {"ends_on": [null]}}');
INSERT INTO "audit_event" VALUES(125,'2026-11-25 02:43:00.187466',NULL,NULL,'','','','appointment:create','9','done',NULL,'{"changes": {"user_id": [9], "platform_id": [1], "organization_id": [1], "role_id": [6]}}');
INSERT INTO "audit_event" VALUES(126,'2026-11-25 02:43:00.188499',NULL,NULL,'','','','appointment:update','9','done',NULL,'{"changes": {"ends_on": [null]}}');
INSERT INTO "audit_event" VALUES(127,'2026-11-25 02:43:00.262380',NULL,NULL,'','','','ab_user:create','10','done',NULL,'{"changes": {"first_name": ["\u7cfb\u7edf\u7ba1\u7406\u5458"], "last_name": [""], "username": ["admin"], "active": [true], "email": ["admin@users.invalid"], "display_name": ["\u7cfb\u7edf\u7ba1\u7406\u5458"]}}');
INSERT INTO "audit_event" VALUES(128,'2026-11-25 02:43:00.262933',NULL,NULL,'','','','appointment:create','10','done',NULL,'{"changes": {"user_id": [10], "platform_id": [null], "organization_id": [null], "role_id": [1]}}');
INSERT INTO "audit_event" VALUES(129,'2026-11-25 02:43:00.265598',NULL,NULL,'','','','learner:create','1','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [5], "name": ["\u9648\u6653\u6885"], "document": ["210202********4528"], "title": ["\u9986\u5458"]}}');
INSERT INTO "audit_event" VALUES(130,'2026-11-25 02:43:00.334423',NULL,NULL,'','','','ab_user:create','11','done',NULL,'{"changes": {"first_name": ["\u9648\u6653\u6885"], "last_name": [""], "username": ["dl-learner"], "active": [true], "email": ["dl-learner@users.invalid"], "display_name": ["\u9648\u6653\u6885"]}}');
INSERT INTO "audit_event" VALUES(131,'2026-11-25 02:43:00.335767',NULL,NULL,'','','','learner:update','1','done',NULL,'{"changes": {"user_id": [11]}}');
INSERT INTO "audit_event" VALUES(132,'2026-11-25 02:43:00.336866',NULL,NULL,'','','','learner:create','2','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "name": ["\u8d75\u5fd7\u5f3a"], "document": ["210203********3316"], "title": ["\u526f\u7814\u7a76\u9986\u5458"]}}');
INSERT INTO "audit_event" VALUES(133,'2026-11-25 02:43:00.337628',NULL,NULL,'','','','learner:create','3','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "name": ["\u5b59\u4e3d"], "document": ["210204********6624"], "title": ["\u52a9\u7406\u9986\u5458"]}}');
INSERT INTO "audit_event" VALUES(134,'2026-11-25 02:43:00.338289',NULL,NULL,'','','','learner:create','4','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [4], "name": ["\u5468\u5efa\u56fd"], "document": ["210211********4417"], "title": ["\u4e00\u7ea7\u6559\u5e08"]}}');
INSERT INTO "audit_event" VALUES(135,'2026-11-25 02:43:00.338920',NULL,NULL,'','','','learner:create','5','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "name": ["\u5f20\u4f1f"], "document": ["210202********2310"], "title": ["\u9986\u5458"]}}');
INSERT INTO "audit_event" VALUES(136,'2026-11-25 02:43:00.339452',NULL,NULL,'','','','learner:update','5','done',NULL,'{"changes": {"user_id": [3]}}');
INSERT INTO "audit_event" VALUES(137,'2026-11-25 02:43:00.362872',1,3,'张伟','a3','','training_class:create','1','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "title": ["\u516c\u5171\u6587\u5316\u670d\u52a1\u89c4\u8303\u4e13\u9898\u57f9\u8bad"], "year": [2026], "category_id": [2], "starts_on": ["2026-03-10"], "ends_on": ["2026-03-11"], "place": ["\u4e09\u697c\u62a5\u544a\u5385"], "planned_people": [40], "hours": ["8"], "content": [""], "attendance_required": [true]}}');
INSERT INTO "audit_event" VALUES(138,'2026-11-25 02:43:00.379554',1,3,'张伟','a3','','training_class:submit','1','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(139,'2026-11-25 02:43:00.393474',1,2,'李娜','a2','','training_class:approve','1','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(140,'2026-11-25 02:43:00.404185',1,1,'王敏','a1','','training_class:approve','1','done',NULL,'{"opinion": "\u65b9\u6848\u5b8c\u6574\uff0c\u540c\u610f\u5f00\u73ed\u3002"}');
INSERT INTO "audit_event" VALUES(141,'2026-11-25 02:43:00.427085',1,3,'张伟','a3','','enrollment:create','1','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "class_id": [1], "learner_id": [1], "learner_organization_id": [5], "learner_name": ["\u9648\u6653\u6885"], "document_mask": ["210202********4528"], "unit_name": ["\u793a\u8303\u5e02\u7fa4\u4f17\u827a\u672f\u9986"], "learner_title": ["\u9986\u5458"]}}');
INSERT INTO "audit_event" VALUES(142,'2026-11-25 02:43:00.427346',1,3,'张伟','a3','','enrollment:create','2','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "class_id": [1], "learner_id": [2], "learner_organization_id": [3], "learner_name": ["\u8d75\u5fd7\u5f3a"], "document_mask": ["210203********3316"], "unit_name": ["\u793a\u8303\u5e02\u7fa4\u4f17\u827a\u672f\u9986"], "learner_title": ["\u526f\u7814\u7a76\u9986\u5458"]}}');
INSERT INTO "audit_event" VALUES(143,'2026-11-25 02:43:00.427514',1,3,'张伟','a3','','enrollment:create','3','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "class_id": [1], "learner_id": [3], "learner_organization_id": [3], "learner_name": ["\u5b59\u4e3d"], "document_mask": ["210204********6624"], "unit_name": ["\u793a\u8303\u5e02\u7fa4\u4f17\u827a\u672f\u9986"], "learner_title": ["\u52a9\u7406\u9986\u5458"]}}');
INSERT INTO "audit_event" VALUES(144,'2026-11-25 02:43:00.441051',1,3,'张伟','a3','','enrollment:update','2','done',NULL,'{"changes": {"attended_at": [null, "2026-11-25T02:43:00.439426"], "version": [1, 2]}}');
INSERT INTO "audit_event" VALUES(145,'2026-11-25 02:43:00.441221',1,3,'张伟','a3','','enrollment:update','1','done',NULL,'{"changes": {"attended_at": [null, "2026-11-25T02:43:00.439396"], "version": [1, 2]}}');
INSERT INTO "audit_event" VALUES(146,'2026-11-25 02:43:00.452280',1,3,'张伟','a3','','enrollment:update','1','done',NULL,'{"changes": {"granted": [null, "8"], "granted_at": [null, "2026-11-25T02:43:00.450651"], "version": [2, 3]}}');
INSERT INTO "audit_event" VALUES(147,'2026-11-25 02:43:00.452488',1,3,'张伟','a3','','enrollment:grant_hours','1','done',NULL,'{}');
INSERT INTO "audit_event" VALUES(148,'2026-11-25 02:43:00.464743',1,3,'张伟','a3','','training_class:create','2','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "title": ["\u4e13\u4e1a\u6280\u672f\u4eba\u5458\u804c\u4e1a\u9053\u5fb7\u6559\u80b2"], "year": [2026], "category_id": [1], "starts_on": ["2026-04-14"], "ends_on": ["2026-04-15"], "place": ["\u4e09\u697c\u62a5\u544a\u5385"], "planned_people": [60], "hours": ["12"], "content": [""], "attendance_required": [true]}}');
INSERT INTO "audit_event" VALUES(149,'2026-11-25 02:43:00.475394',1,3,'张伟','a3','','training_class:submit','2','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(150,'2026-11-25 02:43:00.483021',1,2,'李娜','a2','','training_class:approve','2','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(151,'2026-11-25 02:43:00.488621',1,1,'王敏','a1','','training_class:approve','2','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(152,'2026-11-25 02:43:00.499714',1,3,'张伟','a3','','enrollment:create','4','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "class_id": [2], "learner_id": [1], "learner_organization_id": [5], "learner_name": ["\u9648\u6653\u6885"], "document_mask": ["210202********4528"], "unit_name": ["\u793a\u8303\u5e02\u7fa4\u4f17\u827a\u672f\u9986"], "learner_title": ["\u9986\u5458"]}}');
INSERT INTO "audit_event" VALUES(153,'2026-11-25 02:43:00.499867',1,3,'张伟','a3','','enrollment:create','5','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "class_id": [2], "learner_id": [3], "learner_organization_id": [3], "learner_name": ["\u5b59\u4e3d"], "document_mask": ["210204********6624"], "unit_name": ["\u793a\u8303\u5e02\u7fa4\u4f17\u827a\u672f\u9986"], "learner_title": ["\u52a9\u7406\u9986\u5458"]}}');
INSERT INTO "audit_event" VALUES(154,'2026-11-25 02:43:00.503813',1,3,'张伟','a3','','enrollment:update','5','done',NULL,'{"changes": {"attended_at": [null, "2026-11-25T02:43:00.502842"], "version": [1, 2]}}');
INSERT INTO "audit_event" VALUES(155,'2026-11-25 02:43:00.503946',1,3,'张伟','a3','','enrollment:update','4','done',NULL,'{"changes": {"attended_at": [null, "2026-11-25T02:43:00.502819"], "version": [1, 2]}}');
INSERT INTO "audit_event" VALUES(156,'2026-11-25 02:43:00.512274',1,3,'张伟','a3','','enrollment:update','4','done',NULL,'{"changes": {"granted": [null, "12"], "granted_at": [null, "2026-11-25T02:43:00.510765"], "version": [2, 3]}}');
INSERT INTO "audit_event" VALUES(157,'2026-11-25 02:43:00.512424',1,3,'张伟','a3','','enrollment:update','5','done',NULL,'{"changes": {"granted": [null, "12"], "granted_at": [null, "2026-11-25T02:43:00.510793"], "version": [2, 3]}}');
INSERT INTO "audit_event" VALUES(158,'2026-11-25 02:43:00.512538',1,3,'张伟','a3','','enrollment:grant_hours','4','done',NULL,'{}');
INSERT INTO "audit_event" VALUES(159,'2026-11-25 02:43:00.512538',1,3,'张伟','a3','','enrollment:grant_hours','5','done',NULL,'{}');
INSERT INTO "audit_event" VALUES(160,'2026-11-25 02:43:00.519096',1,3,'张伟','a3','','enrollment:update','5','done',NULL,'{"changes": {"granted": ["12", null], "granted_at": ["2026-11-25T02:43:00.510793", null], "version": [3, 4]}}');
INSERT INTO "audit_event" VALUES(161,'2026-11-25 02:43:00.519244',1,3,'张伟','a3','','enrollment:cancel_hours','5','done',NULL,'{}');
INSERT INTO "audit_event" VALUES(162,'2026-11-25 02:43:00.527926',1,3,'张伟','a3','','training_class:create','3','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "title": ["\u7fa4\u4f17\u6587\u5316\u6d3b\u52a8\u7b56\u5212\u80fd\u529b\u63d0\u5347\u73ed"], "year": [2026], "category_id": [2], "starts_on": ["2026-09-07"], "ends_on": ["2026-09-08"], "place": ["\u4e09\u697c\u62a5\u544a\u5385"], "planned_people": [30], "hours": ["16"], "content": [""], "attendance_required": [true]}}');
INSERT INTO "audit_event" VALUES(163,'2026-11-25 02:43:00.538849',1,3,'张伟','a3','','training_class:submit','3','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(164,'2026-11-25 02:43:00.546651',1,3,'张伟','a3','','training_class:create','4','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "title": ["\u975e\u7269\u8d28\u6587\u5316\u9057\u4ea7\u4fdd\u62a4\u4e0e\u4f20\u627f"], "year": [2026], "category_id": [2], "starts_on": ["2026-10-12"], "ends_on": ["2026-10-14"], "place": ["\u4e09\u697c\u62a5\u544a\u5385"], "planned_people": [50], "hours": ["24"], "content": [""], "attendance_required": [true]}}');
INSERT INTO "audit_event" VALUES(165,'2026-11-25 02:43:00.555184',1,3,'张伟','a3','','training_class:submit','4','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(166,'2026-11-25 02:43:00.562627',1,2,'李娜','a2','','training_class:approve','4','done',NULL,'{"opinion": "\u540c\u610f\uff0c\u8bf7\u7ec8\u5ba1\u3002"}');
INSERT INTO "audit_event" VALUES(167,'2026-11-25 02:43:00.572234',1,3,'张伟','a3','','training_class:create','5','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "title": ["\u6570\u5b57\u6587\u5316\u9986\u5efa\u8bbe\u7814\u4fee\u73ed"], "year": [2026], "category_id": [2], "starts_on": ["2026-10-20"], "ends_on": ["2026-10-22"], "place": ["\u4e09\u697c\u62a5\u544a\u5385"], "planned_people": [25], "hours": ["20"], "content": [""], "attendance_required": [true]}}');
INSERT INTO "audit_event" VALUES(168,'2026-11-25 02:43:00.580441',1,3,'张伟','a3','','training_class:submit','5','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(169,'2026-11-25 02:43:00.586619',1,2,'李娜','a2','','training_class:return','5','done',NULL,'{"opinion": "\u8bf7\u8865\u5145\u6bcf\u5929\u7684\u8bfe\u7a0b\u5b89\u6392\u3002"}');
INSERT INTO "audit_event" VALUES(170,'2026-11-25 02:43:00.595924',1,3,'张伟','a3','','training_class:create','6','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "title": ["\u5916\u51fa\u8003\u5bdf\u4ea4\u6d41\u6d3b\u52a8"], "year": [2026], "category_id": [2], "starts_on": ["2026-11-02"], "ends_on": ["2026-11-03"], "place": ["\u4e09\u697c\u62a5\u544a\u5385"], "planned_people": [200], "hours": ["40"], "content": [""], "attendance_required": [true]}}');
INSERT INTO "audit_event" VALUES(171,'2026-11-25 02:43:00.604615',1,3,'张伟','a3','','training_class:submit','6','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(172,'2026-11-25 02:43:00.611782',1,2,'李娜','a2','','training_class:approve','6','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(173,'2026-11-25 02:43:00.617533',1,1,'王敏','a1','','training_class:reject','6','done',NULL,'{"opinion": "\u8003\u5bdf\u6d3b\u52a8\u4e0d\u5c5e\u4e8e\u7ee7\u7eed\u6559\u80b2\u5b66\u5206\u8303\u56f4\u3002"}');
INSERT INTO "audit_event" VALUES(174,'2026-11-25 02:43:00.625000',1,3,'张伟','a3','','training_class:create','7','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "title": ["\u5e74\u5ea6\u4e1a\u52a1\u9aa8\u5e72\u57f9\u8bad\uff08\u8349\u7a3f\uff09"], "year": [2026], "category_id": [1], "starts_on": ["2026-12-01"], "ends_on": ["2026-12-02"], "place": ["\u4e09\u697c\u62a5\u544a\u5385"], "planned_people": [35], "hours": ["10"], "content": [""], "attendance_required": [true]}}');
INSERT INTO "audit_event" VALUES(175,'2026-11-25 02:43:00.633143',1,3,'张伟','a3','','training_class:create','8','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "title": ["\u6444\u5f71\u57fa\u7840\u77e5\u8bc6\u8bb2\u5ea7"], "year": [2026], "category_id": [2], "starts_on": ["2026-11-16"], "ends_on": ["2026-11-16"], "place": ["\u4e09\u697c\u62a5\u544a\u5385"], "planned_people": [80], "hours": ["4"], "content": [""], "attendance_required": [true]}}');
INSERT INTO "audit_event" VALUES(176,'2026-11-25 02:43:00.641040',1,3,'张伟','a3','','training_class:submit','8','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(177,'2026-11-25 02:43:00.648056',1,3,'张伟','a3','','training_class:withdraw','8','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(178,'2026-11-25 02:43:00.656419',1,2,'李娜','a2','','training_class:create','9','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [2], "title": ["\u5168\u7cfb\u7edf\u6863\u6848\u7ba1\u7406\u4e1a\u52a1\u57f9\u8bad"], "year": [2026], "category_id": [1], "starts_on": ["2026-05-18"], "ends_on": ["2026-05-19"], "place": ["\u4e09\u697c\u62a5\u544a\u5385"], "planned_people": [120], "hours": ["8"], "content": [""], "attendance_required": [true]}}');
INSERT INTO "audit_event" VALUES(179,'2026-11-25 02:43:00.664666',1,2,'李娜','a2','','training_class:submit','9','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(180,'2026-11-25 02:43:00.671836',1,2,'李娜','a2','','training_class:approve','9','done',NULL,'{"opinion": "\u672c\u5355\u4f4d\u521d\u5ba1\u901a\u8fc7\u3002"}');
INSERT INTO "audit_event" VALUES(181,'2026-11-25 02:43:00.679491',1,2,'李娜','a2','','training_class:create','10','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [2], "title": ["\u821e\u53f0\u5b89\u5168\u7ba1\u7406\u57f9\u8bad"], "year": [2026], "category_id": [2], "starts_on": ["2026-06-11"], "ends_on": ["2026-06-11"], "place": ["\u4e09\u697c\u62a5\u544a\u5385"], "planned_people": [45], "hours": ["6"], "content": [""], "attendance_required": [true]}}');
INSERT INTO "audit_event" VALUES(182,'2026-11-25 02:43:00.689062',1,2,'李娜','a2','','training_class:submit','10','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(183,'2026-11-25 02:43:00.696426',1,2,'李娜','a2','','training_class:approve','10','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(184,'2026-11-25 02:43:00.701708',1,1,'王敏','a1','','training_class:approve','10','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(185,'2026-11-25 02:43:00.711264',1,2,'李娜','a2','','enrollment:create','6','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [2], "class_id": [10], "learner_id": [2], "learner_organization_id": [3], "learner_name": ["\u8d75\u5fd7\u5f3a"], "document_mask": ["210203********3316"], "unit_name": ["\u793a\u8303\u5e02\u7fa4\u4f17\u827a\u672f\u9986"], "learner_title": ["\u526f\u7814\u7a76\u9986\u5458"]}}');
INSERT INTO "audit_event" VALUES(186,'2026-11-25 02:43:00.711424',1,2,'李娜','a2','','enrollment:create','7','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [2], "class_id": [10], "learner_id": [4], "learner_organization_id": [4], "learner_name": ["\u5468\u5efa\u56fd"], "document_mask": ["210211********4417"], "unit_name": ["\u793a\u8303\u5e02\u5c11\u5e74\u5bab"], "learner_title": ["\u4e00\u7ea7\u6559\u5e08"]}}');
INSERT INTO "audit_event" VALUES(187,'2026-11-25 02:43:00.715092',1,2,'李娜','a2','','enrollment:update','7','done',NULL,'{"changes": {"attended_at": [null, "2026-11-25T02:43:00.713944"], "version": [1, 2]}}');
INSERT INTO "audit_event" VALUES(188,'2026-11-25 02:43:00.721925',1,2,'李娜','a2','','enrollment:update','7','done',NULL,'{"changes": {"granted": [null, "6"], "granted_at": [null, "2026-11-25T02:43:00.720936"], "version": [2, 3]}}');
INSERT INTO "audit_event" VALUES(189,'2026-11-25 02:43:00.722071',1,2,'李娜','a2','','enrollment:grant_hours','7','done',NULL,'{}');
INSERT INTO "audit_event" VALUES(190,'2026-11-25 02:43:00.729880',1,3,'张伟','a3','','training_class:create','11','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "title": ["\u516c\u6587\u5199\u4f5c\u4e0e\u5904\u7406\u57f9\u8bad"], "year": [2026], "category_id": [1], "starts_on": ["2026-06-22"], "ends_on": ["2026-06-23"], "place": ["\u4e09\u697c\u62a5\u544a\u5385"], "planned_people": [20], "hours": ["6"], "content": [""], "attendance_required": [true]}}');
INSERT INTO "audit_event" VALUES(191,'2026-11-25 02:43:00.738086',1,3,'张伟','a3','','training_class:submit','11','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(192,'2026-11-25 02:43:00.745013',1,2,'李娜','a2','','training_class:approve','11','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(193,'2026-11-25 02:43:00.750158',1,1,'王敏','a1','','training_class:approve','11','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(194,'2026-11-25 02:43:00.759836',1,3,'张伟','a3','','enrollment:create','8','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "class_id": [11], "learner_id": [2], "learner_organization_id": [3], "learner_name": ["\u8d75\u5fd7\u5f3a"], "document_mask": ["210203********3316"], "unit_name": ["\u793a\u8303\u5e02\u7fa4\u4f17\u827a\u672f\u9986"], "learner_title": ["\u526f\u7814\u7a76\u9986\u5458"]}}');
INSERT INTO "audit_event" VALUES(195,'2026-11-25 02:43:00.759983',1,3,'张伟','a3','','enrollment:create','9','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "class_id": [11], "learner_id": [3], "learner_organization_id": [3], "learner_name": ["\u5b59\u4e3d"], "document_mask": ["210204********6624"], "unit_name": ["\u793a\u8303\u5e02\u7fa4\u4f17\u827a\u672f\u9986"], "learner_title": ["\u52a9\u7406\u9986\u5458"]}}');
INSERT INTO "audit_event" VALUES(196,'2026-11-25 02:43:00.763431',1,3,'张伟','a3','','enrollment:update','9','done',NULL,'{"changes": {"attended_at": [null, "2026-11-25T02:43:00.762392"], "version": [1, 2]}}');
INSERT INTO "audit_event" VALUES(197,'2026-11-25 02:43:00.763574',1,3,'张伟','a3','','enrollment:update','8','done',NULL,'{"changes": {"attended_at": [null, "2026-11-25T02:43:00.762369"], "version": [1, 2]}}');
INSERT INTO "audit_event" VALUES(198,'2026-11-25 02:43:00.766055',1,3,'张伟','a3','','enrollment:update','8','done',NULL,'{"changes": {"result": [null, "excellent"], "earned": [null, "6"], "version": [2, 3]}}');
INSERT INTO "audit_event" VALUES(199,'2026-11-25 02:43:00.768437',1,3,'张伟','a3','','enrollment:update','9','done',NULL,'{"changes": {"result": [null, "failed"], "version": [2, 3]}}');
INSERT INTO "audit_event" VALUES(200,'2026-11-25 02:43:00.773999',1,3,'张伟','a3','','enrollment:update','8','done',NULL,'{"changes": {"granted": [null, "6"], "granted_at": [null, "2026-11-25T02:43:00.773096"], "version": [3, 4]}}');
INSERT INTO "audit_event" VALUES(201,'2026-11-25 02:43:00.774133',1,3,'张伟','a3','','enrollment:grant_hours','8','done',NULL,'{}');
INSERT INTO "audit_event" VALUES(202,'2026-11-25 02:43:00.781314',1,3,'张伟','a3','','role_profile:create','8','done',NULL,'{"changes": {"role_id": [8], "platform_id": [1], "organization_id": [3], "code": ["own-97d8143aec54"], "kind": ["administrator"], "label": ["\u57f9\u8bad\u5e72\u4e8b"], "label_en": ["Training clerk"]}}');
INSERT INTO "audit_event" VALUES(203,'2026-11-25 02:43:00.781481',1,3,'张伟','a3','','ab_role:create','8','done',NULL,'{"changes": {"name": ["1:own-97d8143aec54"]}}');
INSERT INTO "audit_event" VALUES(204,'2026-11-25 02:43:00.794921',1,3,'张伟','a3','','role_profile:permissions','8','done',NULL,'{"added": ["can_read:enrollment", "can_read:training_class", "can_write:enrollment", "can_write:training_class"], "removed": []}');
INSERT INTO "audit_event" VALUES(205,'2026-11-25 02:43:00.968417',1,2,'李娜','a2','','appointment:create','11','done',NULL,'{"changes": {"user_id": [5], "platform_id": [1], "organization_id": [2], "role_id": [3], "starts_on": ["2026-11-25"], "ends_on": ["2026-12-09"], "stands_for_id": [2]}}');
CREATE TABLE enrollment (
	id INTEGER NOT NULL, 
	platform_id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	class_id INTEGER NOT NULL, 
	learner_id INTEGER NOT NULL, 
	learner_organization_id INTEGER NOT NULL, 
	learner_name VARCHAR(60) NOT NULL, 
	document_mask VARCHAR(20) NOT NULL, 
	unit_name VARCHAR(100) NOT NULL, 
	learner_title VARCHAR(40) NOT NULL, 
	enrolled_at DATETIME NOT NULL, 
	attended_at DATETIME, 
	result VARCHAR(12), 
	earned INTEGER, 
	granted INTEGER, 
	granted_at DATETIME, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_enrollment PRIMARY KEY (id), 
	CONSTRAINT ck_enrollment_granted CHECK (granted is null or granted > 0), 
	CONSTRAINT fk_enrollment_class_id_training_class FOREIGN KEY(class_id) REFERENCES training_class (id), 
	CONSTRAINT fk_enrollment_learner_id_learner FOREIGN KEY(learner_id) REFERENCES learner (id), 
	CONSTRAINT fk_enrollment_learner_organization_id_organization FOREIGN KEY(learner_organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_enrollment_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_enrollment_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id), 
	CONSTRAINT uq_enrollment_class_id_learner_id UNIQUE (class_id, learner_id)
);
INSERT INTO "enrollment" VALUES(1,1,3,1,1,5,'陈晓梅','210202********4528','示范市群众艺术馆','馆员','2026-11-25 02:43:00.425819','2026-11-25 02:43:00.439396',NULL,NULL,800,'2026-11-25 02:43:00.450651',3);
INSERT INTO "enrollment" VALUES(2,1,3,1,2,3,'赵志强','210203********3316','示范市群众艺术馆','副研究馆员','2026-11-25 02:43:00.425825','2026-11-25 02:43:00.439426',NULL,NULL,NULL,NULL,2);
INSERT INTO "enrollment" VALUES(3,1,3,1,3,3,'孙丽','210204********6624','示范市群众艺术馆','助理馆员','2026-11-25 02:43:00.425827',NULL,NULL,NULL,NULL,NULL,1);
INSERT INTO "enrollment" VALUES(4,1,3,2,1,5,'陈晓梅','210202********4528','示范市群众艺术馆','馆员','2026-11-25 02:43:00.499131','2026-11-25 02:43:00.502819',NULL,NULL,1200,'2026-11-25 02:43:00.510765',3);
INSERT INTO "enrollment" VALUES(5,1,3,2,3,3,'孙丽','210204********6624','示范市群众艺术馆','助理馆员','2026-11-25 02:43:00.499138','2026-11-25 02:43:00.502842',NULL,NULL,NULL,NULL,4);
INSERT INTO "enrollment" VALUES(6,1,2,10,2,3,'赵志强','210203********3316','示范市群众艺术馆','副研究馆员','2026-11-25 02:43:00.710681',NULL,NULL,NULL,NULL,NULL,1);
INSERT INTO "enrollment" VALUES(7,1,2,10,4,4,'周建国','210211********4417','示范市少年宫','一级教师','2026-11-25 02:43:00.710687','2026-11-25 02:43:00.713944',NULL,NULL,600,'2026-11-25 02:43:00.720936',3);
INSERT INTO "enrollment" VALUES(8,1,3,11,2,3,'赵志强','210203********3316','示范市群众艺术馆','副研究馆员','2026-11-25 02:43:00.759288','2026-11-25 02:43:00.762369','excellent',600,600,'2026-11-25 02:43:00.773096',4);
INSERT INTO "enrollment" VALUES(9,1,3,11,3,3,'孙丽','210204********6624','示范市群众艺术馆','助理馆员','2026-11-25 02:43:00.759294','2026-11-25 02:43:00.762392','failed',NULL,NULL,NULL,3);
CREATE TABLE form_receipt (
	id INTEGER NOT NULL, 
	token VARCHAR(32) NOT NULL, 
	user_id INTEGER, 
	identity VARCHAR(20) NOT NULL, 
	target_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_form_receipt PRIMARY KEY (id), 
	CONSTRAINT uq_form_receipt_token UNIQUE (token)
);
CREATE TABLE holiday (
	id INTEGER NOT NULL, 
	platform_id INTEGER NOT NULL, 
	day DATE NOT NULL, 
	works BOOLEAN NOT NULL, 
	name VARCHAR(40) NOT NULL, 
	CONSTRAINT pk_holiday PRIMARY KEY (id), 
	CONSTRAINT fk_holiday_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id), 
	CONSTRAINT uq_holiday_platform_id_day UNIQUE (platform_id, day)
);
CREATE TABLE hour_category (
	id INTEGER NOT NULL, 
	platform_id INTEGER NOT NULL, 
	code VARCHAR(20) NOT NULL, 
	label VARCHAR(40) NOT NULL, 
	label_en VARCHAR(60) NOT NULL, 
	seq INTEGER NOT NULL, 
	CONSTRAINT pk_hour_category PRIMARY KEY (id), 
	CONSTRAINT fk_hour_category_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id), 
	CONSTRAINT uq_hour_category_platform_id_code UNIQUE (platform_id, code)
);
INSERT INTO "hour_category" VALUES(1,1,'compulsory','必修','Compulsory',0);
INSERT INTO "hour_category" VALUES(2,1,'elective','选修','Elective',1);
CREATE TABLE hour_entry (
	id INTEGER NOT NULL, 
	platform_id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	learner_id INTEGER NOT NULL, 
	year INTEGER NOT NULL, 
	category_id INTEGER NOT NULL, 
	hours INTEGER NOT NULL, 
	source VARCHAR(20) NOT NULL, 
	source_id INTEGER NOT NULL, 
	activity VARCHAR(40) NOT NULL, 
	title VARCHAR(200) NOT NULL, 
	reverses_id INTEGER, 
	posted_at DATETIME NOT NULL, 
	posted_by INTEGER, 
	CONSTRAINT pk_hour_entry PRIMARY KEY (id), 
	CONSTRAINT ck_hour_entry_reversal CHECK ((reverses_id is null) = (hours > 0)), 
	CONSTRAINT ck_hour_entry_hours CHECK (hours <> 0), 
	CONSTRAINT fk_hour_entry_category_id_hour_category FOREIGN KEY(category_id) REFERENCES hour_category (id), 
	CONSTRAINT fk_hour_entry_learner_id_learner FOREIGN KEY(learner_id) REFERENCES learner (id), 
	CONSTRAINT fk_hour_entry_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_hour_entry_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id), 
	CONSTRAINT fk_hour_entry_reverses_id_hour_entry FOREIGN KEY(reverses_id) REFERENCES hour_entry (id), 
	CONSTRAINT uq_hour_entry_reverses_id UNIQUE (reverses_id)
);
INSERT INTO "hour_entry" VALUES(1,1,5,1,2026,2,800,'class',1,'class:1','公共文化服务规范专题培训',NULL,'2026-11-25 02:43:00.445929',3);
INSERT INTO "hour_entry" VALUES(2,1,5,1,2026,1,1200,'class',2,'class:2','专业技术人员职业道德教育',NULL,'2026-11-25 02:43:00.507391',3);
INSERT INTO "hour_entry" VALUES(3,1,3,3,2026,1,1200,'class',2,'class:2','专业技术人员职业道德教育',NULL,'2026-11-25 02:43:00.507396',3);
INSERT INTO "hour_entry" VALUES(4,1,3,3,2026,1,-1200,'class',2,'class:2','专业技术人员职业道德教育',3,'2026-11-25 02:43:00.516714',3);
INSERT INTO "hour_entry" VALUES(5,1,4,4,2026,2,600,'class',10,'class:10','舞台安全管理培训',NULL,'2026-11-25 02:43:00.717545',2);
INSERT INTO "hour_entry" VALUES(6,1,3,2,2026,1,600,'class',11,'class:11','公文写作与处理培训',NULL,'2026-11-25 02:43:00.770657',3);
CREATE TABLE import_row (
	id INTEGER NOT NULL, 
	job_id INTEGER NOT NULL, 
	row_no INTEGER NOT NULL, 
	outcome VARCHAR(10) NOT NULL, 
	warned BOOLEAN NOT NULL, 
	applied BOOLEAN NOT NULL, 
	findings JSON NOT NULL, 
	cells BLOB NOT NULL, 
	"before" BLOB, 
	"key" VARCHAR(43), 
	token VARCHAR(43), 
	target_id BIGINT, 
	version_after INTEGER, 
	CONSTRAINT pk_import_row PRIMARY KEY (id), 
	CONSTRAINT ck_import_row_outcome CHECK (outcome IN ('new','changed','unchanged','duplicate','error')), 
	CONSTRAINT fk_import_row_job_id_job FOREIGN KEY(job_id) REFERENCES job (id) ON DELETE CASCADE
);
CREATE TABLE job (
	id INTEGER NOT NULL, 
	platform_id INTEGER NOT NULL, 
	user_id INTEGER, 
	identity VARCHAR(20) NOT NULL, 
	appointment_id INTEGER, 
	organization_id INTEGER, 
	locale VARCHAR(10) NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	subject VARCHAR(60) NOT NULL, 
	title VARCHAR(200) NOT NULL, 
	phase VARCHAR(20) NOT NULL, 
	status VARCHAR(10) NOT NULL, 
	ukey VARCHAR(120), 
	params JSON NOT NULL, 
	result JSON NOT NULL, 
	file_id INTEGER, 
	cursor INTEGER NOT NULL, 
	total INTEGER NOT NULL, 
	attempts INTEGER NOT NULL, 
	attempts_without_progress INTEGER NOT NULL, 
	cancel BOOLEAN NOT NULL, 
	token VARCHAR(32), 
	lease_until FLOAT, 
	sent_at FLOAT, 
	created_at DATETIME NOT NULL, 
	started_at DATETIME, 
	ended_at DATETIME, 
	message VARCHAR(500) NOT NULL, 
	CONSTRAINT pk_job PRIMARY KEY (id), 
	CONSTRAINT ck_job_status CHECK (status IN ('queued','running','waiting','done','failed','cancelled')), 
	CONSTRAINT fk_job_file_id_stored_file FOREIGN KEY(file_id) REFERENCES stored_file (id), 
	CONSTRAINT fk_job_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id), 
	CONSTRAINT uq_job_ukey UNIQUE (ukey)
);
CREATE TABLE learner (
	id INTEGER NOT NULL, 
	platform_id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	user_id INTEGER, 
	name VARCHAR(60) NOT NULL, 
	document_type VARCHAR(12) NOT NULL, 
	document BLOB NOT NULL, 
	document_hash VARCHAR(43) NOT NULL, 
	phone BLOB, 
	title VARCHAR(40) NOT NULL, 
	hired_on DATE, 
	requirement_applies BOOLEAN NOT NULL, 
	retired_at DATETIME, 
	created_at DATETIME NOT NULL, 
	version INTEGER NOT NULL, grade VARCHAR(20) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_learner PRIMARY KEY (id), 
	CONSTRAINT fk_learner_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_learner_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id), 
	CONSTRAINT fk_learner_user_id_ab_user FOREIGN KEY(user_id) REFERENCES ab_user (id), 
	CONSTRAINT uq_learner_platform_id_document_hash UNIQUE (platform_id, document_hash)
);
INSERT INTO "learner" VALUES(1,1,5,11,'陈晓梅','id',X'22A78ADA366373E317E0685FE8A9FBF7995840AF7F90E2ED3E188A408305955453CCBB8E613D6F4FB6406A896B8B','6kQT7vNnZNtReebWaEhrjEev6Bx4fpezl9ba1QcYwDo',NULL,'馆员',NULL,1,NULL,'2026-11-25 02:43:00.265198',1,'');
INSERT INTO "learner" VALUES(2,1,3,NULL,'赵志强','id',X'6FD0AE223560352B5D757287AD98F1CB1DCD7AD06FC2297AD3F34EF6EE65C2C9D29D0E8A11CD549CE7FD4B136197','-g23I937Sqn90CRwyaacS9ZobBYEH9myLQDwdBCK3GQ',NULL,'副研究馆员',NULL,1,NULL,'2026-11-25 02:43:00.336664',1,'');
INSERT INTO "learner" VALUES(3,1,3,NULL,'孙丽','id',X'54835663A3F27CB65F502937793220D177BD59BDA0ED628F9347BA15745F1B040CEFAAC129970ABEE4C3C316CEB1','DQQ5joiqZsB-4JnEb8lfQNhZsWqcWylEqQF_zhlirzE',NULL,'助理馆员',NULL,1,NULL,'2026-11-25 02:43:00.337475',1,'');
INSERT INTO "learner" VALUES(4,1,4,NULL,'周建国','id',X'378F14C88119B432699BF3E00084BE0C3C7ACCBC7062398E5ED06F9D248F53163D9CB9FF32BEBC61BB68D2E5BDE6','iSVNVUFzj0Pl80wKlfC2jStb_buzl-rYQgLnZQ7c91s',NULL,'一级教师',NULL,1,NULL,'2026-11-25 02:43:00.338160',1,'');
INSERT INTO "learner" VALUES(5,1,3,3,'张伟','id',X'8821C5427E9ACA93F730727872D1A9550F38FE9F1CF5076256DBFB90A9B9ED03ECF282D17842B9EB44661B695E47','gH-3gaq-CUlQF8z5pXZbJl6igybengZEirR-VxRV6ss',NULL,'馆员',NULL,1,NULL,'2026-11-25 02:43:00.338797',1,'');
CREATE TABLE learner_year (
	id INTEGER NOT NULL, 
	platform_id INTEGER NOT NULL, 
	learner_id INTEGER NOT NULL, 
	year INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	category_id INTEGER NOT NULL, 
	posted INTEGER NOT NULL, 
	largest INTEGER NOT NULL, 
	CONSTRAINT pk_learner_year PRIMARY KEY (id), 
	CONSTRAINT fk_learner_year_category_id_hour_category FOREIGN KEY(category_id) REFERENCES hour_category (id), 
	CONSTRAINT fk_learner_year_learner_id_learner FOREIGN KEY(learner_id) REFERENCES learner (id), 
	CONSTRAINT fk_learner_year_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_learner_year_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id), 
	CONSTRAINT uq_learner_year_learner_id_year_category_id_organization_id UNIQUE (learner_id, year, category_id, organization_id)
);
INSERT INTO "learner_year" VALUES(1,1,1,2026,5,1,1200,1200);
INSERT INTO "learner_year" VALUES(2,1,1,2026,5,2,800,800);
INSERT INTO "learner_year" VALUES(3,1,4,2026,4,2,600,600);
INSERT INTO "learner_year" VALUES(4,1,2,2026,3,1,600,600);
CREATE TABLE live_credit (
	learner_id INTEGER NOT NULL, 
	source VARCHAR(20) NOT NULL, 
	source_id INTEGER NOT NULL, 
	category_id INTEGER NOT NULL, 
	entry_id INTEGER NOT NULL, 
	CONSTRAINT pk_live_credit PRIMARY KEY (learner_id, source, source_id, category_id), 
	CONSTRAINT fk_live_credit_category_id_hour_category FOREIGN KEY(category_id) REFERENCES hour_category (id), 
	CONSTRAINT fk_live_credit_entry_id_hour_entry FOREIGN KEY(entry_id) REFERENCES hour_entry (id), 
	CONSTRAINT fk_live_credit_learner_id_learner FOREIGN KEY(learner_id) REFERENCES learner (id), 
	CONSTRAINT uq_live_credit_entry_id UNIQUE (entry_id)
);
INSERT INTO "live_credit" VALUES(1,'class',1,2,1);
INSERT INTO "live_credit" VALUES(1,'class',2,1,2);
INSERT INTO "live_credit" VALUES(4,'class',10,2,5);
INSERT INTO "live_credit" VALUES(2,'class',11,1,6);
CREATE TABLE menu_entry (
	id INTEGER NOT NULL, 
	platform_id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	heading VARCHAR(40) NOT NULL, 
	heading_en VARCHAR(60) NOT NULL, 
	label VARCHAR(40) NOT NULL, 
	label_en VARCHAR(60) NOT NULL, 
	icon VARCHAR(40) NOT NULL, 
	target VARCHAR(60) NOT NULL, 
	CONSTRAINT pk_menu_entry PRIMARY KEY (id), 
	CONSTRAINT fk_menu_entry_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id), 
	CONSTRAINT uq_menu_entry_platform_id_seq UNIQUE (platform_id, seq)
);
INSERT INTO "menu_entry" VALUES(1,1,1,'培训管理','Training','培训项目申报','Declare projects','clipboard-check','DeclarationView');
INSERT INTO "menu_entry" VALUES(2,1,2,'培训管理','Training','培训项目初审','First review','rubber-stamp','FirstReviewView');
INSERT INTO "menu_entry" VALUES(3,1,3,'培训管理','Training','培训项目终审','Final review','rubber-stamp','FinalReviewView');
INSERT INTO "menu_entry" VALUES(4,1,4,'培训管理','Training','培训项目学员维护','Project people','school','ClassPeopleView');
INSERT INTO "menu_entry" VALUES(5,1,5,'学分管理','Credits','学分查询','Credits of people','chart-bar','LearnerYearView');
INSERT INTO "menu_entry" VALUES(6,1,6,'学分管理','Credits','我的学分','My credits','certificate','ArchiveView');
INSERT INTO "menu_entry" VALUES(7,1,7,'基础信息','Master data','单位管理','Organizations','building-bank','OrganizationView');
INSERT INTO "menu_entry" VALUES(8,1,8,'基础信息','Master data','人员管理','People','users','LearnerView');
INSERT INTO "menu_entry" VALUES(9,1,9,'账号与权限','Accounts','账号管理','Accounts','id-badge-2','AppointmentView');
INSERT INTO "menu_entry" VALUES(10,1,10,'账号与权限','Accounts','角色管理','Roles','key','RoleView');
INSERT INTO "menu_entry" VALUES(11,1,11,'账号与权限','Accounts','我的代理人','My substitutes','user-check','SubstituteView');
INSERT INTO "menu_entry" VALUES(12,1,12,'任务','Tasks','导入任务查看','Imports','file-import','ImportView');
INSERT INTO "menu_entry" VALUES(13,1,13,'任务','Tasks','导出任务查看','Exports','file-export','ExportView');
CREATE TABLE notice (
	id INTEGER NOT NULL, 
	user_id INTEGER NOT NULL, 
	platform_id INTEGER, 
	event VARCHAR(40) NOT NULL, 
	text VARCHAR(300) NOT NULL, 
	"values" JSON NOT NULL, 
	address VARCHAR(200) NOT NULL, 
	created_at DATETIME NOT NULL, 
	read_at DATETIME, 
	CONSTRAINT pk_notice PRIMARY KEY (id), 
	CONSTRAINT fk_notice_user_id_ab_user FOREIGN KEY(user_id) REFERENCES ab_user (id)
);
CREATE TABLE organization (
	id INTEGER NOT NULL, 
	platform_id INTEGER NOT NULL, 
	parent_id INTEGER, 
	kind VARCHAR(12) NOT NULL, 
	category VARCHAR(12) NOT NULL, 
	level INTEGER NOT NULL, 
	path VARCHAR(255) NOT NULL, 
	name VARCHAR(100) NOT NULL, 
	credit_code VARCHAR(18), 
	region VARCHAR(60) NOT NULL, 
	contact VARCHAR(60) NOT NULL, 
	created_at DATETIME NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_organization PRIMARY KEY (id), 
	CONSTRAINT ck_organization_kind CHECK (kind in ('unit', 'department')), 
	CONSTRAINT fk_organization_parent_id_organization FOREIGN KEY(parent_id) REFERENCES organization (id), 
	CONSTRAINT fk_organization_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id), 
	CONSTRAINT uq_organization_path UNIQUE (path), 
	CONSTRAINT uq_organization_platform_id_credit_code UNIQUE (platform_id, credit_code), 
	CONSTRAINT uq_organization_platform_id_parent_id_name UNIQUE (platform_id, parent_id, name)
);
INSERT INTO "organization" VALUES(1,1,NULL,'unit','bureau',1,'5aed41d2/','示范市人力资源和社会保障局','12210200JG7LCMK1XC','示范市','','2026-11-25 02:42:59.378423',1);
INSERT INTO "organization" VALUES(2,1,1,'unit','authority',2,'5aed41d2/b188ecb9/','示范市文化艺术中心',NULL,'示范市','','2026-11-25 02:42:59.439129',1);
INSERT INTO "organization" VALUES(3,1,2,'unit','employer',3,'5aed41d2/b188ecb9/fd85b603/','示范市群众艺术馆',NULL,'示范市','','2026-11-25 02:42:59.440048',1);
INSERT INTO "organization" VALUES(4,1,2,'unit','employer',3,'5aed41d2/b188ecb9/28ebb614/','示范市少年宫',NULL,'示范市','','2026-11-25 02:42:59.440821',1);
INSERT INTO "organization" VALUES(5,1,3,'department','employer',3,'5aed41d2/b188ecb9/fd85b603/1d755e3e/','办公室',NULL,'','','2026-11-25 02:42:59.441683',1);
CREATE TABLE platform (
	id INTEGER NOT NULL, 
	code VARCHAR(40) NOT NULL, 
	name VARCHAR(100) NOT NULL, 
	zone VARCHAR(40) NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_platform PRIMARY KEY (id), 
	CONSTRAINT uq_platform_code UNIQUE (code)
);
INSERT INTO "platform" VALUES(1,'dalian','示范市干部继续教育学分管理平台','Asia/Shanghai','2026-11-25 02:42:59.376448');
CREATE TABLE policy_row (
	id INTEGER NOT NULL, 
	platform_id INTEGER NOT NULL, 
	name VARCHAR(60) NOT NULL, 
	from_year INTEGER NOT NULL, 
	value JSON NOT NULL, 
	CONSTRAINT pk_policy_row PRIMARY KEY (id), 
	CONSTRAINT fk_policy_row_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id), 
	CONSTRAINT uq_policy_row_platform_id_name_from_year UNIQUE (platform_id, name, from_year)
);
INSERT INTO "policy_row" VALUES(1,1,'hours_word',2000,'{"zh": "\u5b66\u5206", "en": "credits"}');
INSERT INTO "policy_row" VALUES(2,1,'attendance_required',2000,'true');
CREATE TABLE requirement (
	id INTEGER NOT NULL, 
	platform_id INTEGER NOT NULL, 
	from_year INTEGER NOT NULL, 
	category_id INTEGER, 
	minimum INTEGER NOT NULL, 
	CONSTRAINT pk_requirement PRIMARY KEY (id), 
	CONSTRAINT fk_requirement_category_id_hour_category FOREIGN KEY(category_id) REFERENCES hour_category (id), 
	CONSTRAINT fk_requirement_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id), 
	CONSTRAINT uq_requirement_platform_id_from_year_category_id UNIQUE (platform_id, from_year, category_id)
);
INSERT INTO "requirement" VALUES(1,1,2000,1,3000);
INSERT INTO "requirement" VALUES(2,1,2000,2,2000);
CREATE TABLE "review_route" (
	id INTEGER NOT NULL, 
	platform_id INTEGER NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	owner_level INTEGER, 
	name VARCHAR(100) NOT NULL, 
	type VARCHAR(40), 
	CONSTRAINT pk_review_route PRIMARY KEY (id), 
	CONSTRAINT fk_review_route_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id), 
	CONSTRAINT uq_review_route_platform_id_kind_type_owner_level UNIQUE (platform_id, kind, type, owner_level)
);
INSERT INTO "review_route" VALUES(1,1,'training_class',3,'三级单位培训项目',NULL);
INSERT INTO "review_route" VALUES(2,1,'training_class',2,'二级单位培训项目',NULL);
INSERT INTO "review_route" VALUES(3,1,'training_class',1,'一级单位培训项目',NULL);
CREATE TABLE review_step (
	id INTEGER NOT NULL, 
	platform_id INTEGER NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	item_id INTEGER NOT NULL, 
	round INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	name VARCHAR(40) NOT NULL, 
	name_en VARCHAR(60) NOT NULL, 
	organization_id INTEGER NOT NULL, 
	organization_name VARCHAR(100) NOT NULL, 
	permission VARCHAR(40) NOT NULL, 
	self_review BOOLEAN NOT NULL, 
	opened_at DATETIME, 
	due_at DATETIME, 
	decided_at DATETIME, 
	verb VARCHAR(12), 
	user_id INTEGER, 
	user_name VARCHAR(100) NOT NULL, 
	appointment_id INTEGER, 
	for_appointment_id INTEGER, 
	by_submitter BOOLEAN NOT NULL, 
	opinion TEXT NOT NULL, 
	batch VARCHAR(32), reminded_at DATETIME, for_name VARCHAR(100) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_review_step PRIMARY KEY (id), 
	CONSTRAINT ck_review_step_decided CHECK ((decided_at is null) = (verb is null)), 
	CONSTRAINT fk_review_step_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_review_step_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id)
);
INSERT INTO "review_step" VALUES(1,1,'training_class',1,1,0,'','',3,'','',0,'2026-11-25 02:43:00.378348',NULL,'2026-11-25 02:43:00.378374','submit',3,'张伟',3,NULL,0,'',NULL,NULL,'');
INSERT INTO "review_step" VALUES(2,1,'training_class',1,1,1,'初审','First review',2,'示范市文化艺术中心','first_review',0,'2026-11-25 02:43:00.378348',NULL,'2026-11-25 02:43:00.389355','approve',2,'李娜',2,NULL,0,'',NULL,NULL,'');
INSERT INTO "review_step" VALUES(3,1,'training_class',1,1,2,'终审','Final review',1,'示范市人力资源和社会保障局','final_review',0,'2026-11-25 02:43:00.392337',NULL,'2026-11-25 02:43:00.402778','approve',1,'王敏',1,NULL,0,'方案完整，同意开班。',NULL,NULL,'');
INSERT INTO "review_step" VALUES(4,1,'training_class',2,1,0,'','',3,'','',0,'2026-11-25 02:43:00.474921',NULL,'2026-11-25 02:43:00.474951','submit',3,'张伟',3,NULL,0,'',NULL,NULL,'');
INSERT INTO "review_step" VALUES(5,1,'training_class',2,1,1,'初审','First review',2,'示范市文化艺术中心','first_review',0,'2026-11-25 02:43:00.474921',NULL,'2026-11-25 02:43:00.481446','approve',2,'李娜',2,NULL,0,'',NULL,NULL,'');
INSERT INTO "review_step" VALUES(6,1,'training_class',2,1,2,'终审','Final review',1,'示范市人力资源和社会保障局','final_review',0,'2026-11-25 02:43:00.482508',NULL,'2026-11-25 02:43:00.487303','approve',1,'王敏',1,NULL,0,'',NULL,NULL,'');
INSERT INTO "review_step" VALUES(7,1,'training_class',3,1,0,'','',3,'','',0,'2026-11-25 02:43:00.538370',NULL,'2026-11-25 02:43:00.538400','submit',3,'张伟',3,NULL,0,'',NULL,NULL,'');
INSERT INTO "review_step" VALUES(8,1,'training_class',3,1,1,'初审','First review',2,'示范市文化艺术中心','first_review',0,'2026-11-25 02:43:00.538370',NULL,NULL,NULL,NULL,'',NULL,NULL,0,'',NULL,NULL,'');
INSERT INTO "review_step" VALUES(9,1,'training_class',3,1,2,'终审','Final review',1,'示范市人力资源和社会保障局','final_review',0,NULL,NULL,NULL,NULL,NULL,'',NULL,NULL,0,'',NULL,NULL,'');
INSERT INTO "review_step" VALUES(10,1,'training_class',4,1,0,'','',3,'','',0,'2026-11-25 02:43:00.554703',NULL,'2026-11-25 02:43:00.554729','submit',3,'张伟',3,NULL,0,'',NULL,NULL,'');
INSERT INTO "review_step" VALUES(11,1,'training_class',4,1,1,'初审','First review',2,'示范市文化艺术中心','first_review',0,'2026-11-25 02:43:00.554703',NULL,'2026-11-25 02:43:00.560819','approve',2,'李娜',2,NULL,0,'同意，请终审。',NULL,NULL,'');
INSERT INTO "review_step" VALUES(12,1,'training_class',4,1,2,'终审','Final review',1,'示范市人力资源和社会保障局','final_review',0,'2026-11-25 02:43:00.562069',NULL,NULL,NULL,NULL,'',NULL,NULL,0,'',NULL,NULL,'');
INSERT INTO "review_step" VALUES(13,1,'training_class',5,1,0,'','',3,'','',0,'2026-11-25 02:43:00.579979',NULL,'2026-11-25 02:43:00.580003','submit',3,'张伟',3,NULL,0,'',NULL,NULL,'');
INSERT INTO "review_step" VALUES(14,1,'training_class',5,1,1,'初审','First review',2,'示范市文化艺术中心','first_review',0,'2026-11-25 02:43:00.579979',NULL,'2026-11-25 02:43:00.586119','return',2,'李娜',2,NULL,0,'请补充每天的课程安排。',NULL,NULL,'');
INSERT INTO "review_step" VALUES(15,1,'training_class',5,1,2,'终审','Final review',1,'示范市人力资源和社会保障局','final_review',0,NULL,NULL,NULL,NULL,NULL,'',NULL,NULL,0,'',NULL,NULL,'');
INSERT INTO "review_step" VALUES(16,1,'training_class',6,1,0,'','',3,'','',0,'2026-11-25 02:43:00.604178',NULL,'2026-11-25 02:43:00.604203','submit',3,'张伟',3,NULL,0,'',NULL,NULL,'');
INSERT INTO "review_step" VALUES(17,1,'training_class',6,1,1,'初审','First review',2,'示范市文化艺术中心','first_review',0,'2026-11-25 02:43:00.604178',NULL,'2026-11-25 02:43:00.610181','approve',2,'李娜',2,NULL,0,'',NULL,NULL,'');
INSERT INTO "review_step" VALUES(18,1,'training_class',6,1,2,'终审','Final review',1,'示范市人力资源和社会保障局','final_review',0,'2026-11-25 02:43:00.611157',NULL,'2026-11-25 02:43:00.617086','reject',1,'王敏',1,NULL,0,'考察活动不属于继续教育学分范围。',NULL,NULL,'');
INSERT INTO "review_step" VALUES(19,1,'training_class',8,1,0,'','',3,'','',0,'2026-11-25 02:43:00.640605',NULL,'2026-11-25 02:43:00.640630','submit',3,'张伟',3,NULL,0,'',NULL,NULL,'');
INSERT INTO "review_step" VALUES(20,1,'training_class',8,1,1,'初审','First review',2,'示范市文化艺术中心','first_review',0,'2026-11-25 02:43:00.640605',NULL,'2026-11-25 02:43:00.647556','withdraw',3,'张伟',3,NULL,0,'',NULL,NULL,'');
INSERT INTO "review_step" VALUES(21,1,'training_class',8,1,2,'终审','Final review',1,'示范市人力资源和社会保障局','final_review',0,NULL,NULL,NULL,NULL,NULL,'',NULL,NULL,0,'',NULL,NULL,'');
INSERT INTO "review_step" VALUES(22,1,'training_class',9,1,0,'','',2,'','',0,'2026-11-25 02:43:00.664211',NULL,'2026-11-25 02:43:00.664236','submit',2,'李娜',2,NULL,0,'',NULL,NULL,'');
INSERT INTO "review_step" VALUES(23,1,'training_class',9,1,1,'初审','First review',2,'示范市文化艺术中心','first_review',1,'2026-11-25 02:43:00.664211',NULL,'2026-11-25 02:43:00.670377','approve',2,'李娜',2,NULL,1,'本单位初审通过。',NULL,NULL,'');
INSERT INTO "review_step" VALUES(24,1,'training_class',9,1,2,'终审','Final review',1,'示范市人力资源和社会保障局','final_review',0,'2026-11-25 02:43:00.671347',NULL,NULL,NULL,NULL,'',NULL,NULL,0,'',NULL,NULL,'');
INSERT INTO "review_step" VALUES(25,1,'training_class',10,1,0,'','',2,'','',0,'2026-11-25 02:43:00.688633',NULL,'2026-11-25 02:43:00.688656','submit',2,'李娜',2,NULL,0,'',NULL,NULL,'');
INSERT INTO "review_step" VALUES(26,1,'training_class',10,1,1,'初审','First review',2,'示范市文化艺术中心','first_review',1,'2026-11-25 02:43:00.688633',NULL,'2026-11-25 02:43:00.695014','approve',2,'李娜',2,NULL,1,'',NULL,NULL,'');
INSERT INTO "review_step" VALUES(27,1,'training_class',10,1,2,'终审','Final review',1,'示范市人力资源和社会保障局','final_review',0,'2026-11-25 02:43:00.695975',NULL,'2026-11-25 02:43:00.700476','approve',1,'王敏',1,NULL,0,'',NULL,NULL,'');
INSERT INTO "review_step" VALUES(28,1,'training_class',11,1,0,'','',3,'','',0,'2026-11-25 02:43:00.737636',NULL,'2026-11-25 02:43:00.737661','submit',3,'张伟',3,NULL,0,'',NULL,NULL,'');
INSERT INTO "review_step" VALUES(29,1,'training_class',11,1,1,'初审','First review',2,'示范市文化艺术中心','first_review',0,'2026-11-25 02:43:00.737636',NULL,'2026-11-25 02:43:00.743711','approve',2,'李娜',2,NULL,0,'',NULL,NULL,'');
INSERT INTO "review_step" VALUES(30,1,'training_class',11,1,2,'终审','Final review',1,'示范市人力资源和社会保障局','final_review',0,'2026-11-25 02:43:00.744577',NULL,'2026-11-25 02:43:00.748956','approve',1,'王敏',1,NULL,0,'',NULL,NULL,'');
CREATE TABLE "role_profile" (
	role_id INTEGER NOT NULL, 
	platform_id INTEGER, 
	code VARCHAR(40) NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	label VARCHAR(40) NOT NULL, 
	label_en VARCHAR(60) NOT NULL, 
	organization_id INTEGER, 
	CONSTRAINT pk_role_profile PRIMARY KEY (role_id), 
	CONSTRAINT uq_role_profile_platform_id_code UNIQUE (platform_id, code), 
	CONSTRAINT fk_role_profile_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id), 
	CONSTRAINT fk_role_profile_role_id_ab_role FOREIGN KEY(role_id) REFERENCES ab_role (id), 
	CONSTRAINT fk_role_profile_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT ck_role_profile_kind CHECK (kind in ('platform', 'administrator', 'learner', 'system', 'auditor', 'security'))
);
INSERT INTO "role_profile" VALUES(1,NULL,'administrator','system','系统管理员','System administrator',NULL);
INSERT INTO "role_profile" VALUES(2,1,'level1','platform','一级管理员','Level-1 administrator',NULL);
INSERT INTO "role_profile" VALUES(3,1,'level2','administrator','二级管理员','Level-2 administrator',NULL);
INSERT INTO "role_profile" VALUES(4,1,'level3','administrator','三级管理员','Level-3 administrator',NULL);
INSERT INTO "role_profile" VALUES(5,1,'auditor','auditor','安全审计员','Auditor',NULL);
INSERT INTO "role_profile" VALUES(6,1,'security','security','安全管理员','Security administrator',NULL);
INSERT INTO "role_profile" VALUES(7,1,'learner','learner','学员','Learner',NULL);
INSERT INTO "role_profile" VALUES(8,1,'own-97d8143aec54','administrator','培训干事','Training clerk',3);
CREATE TABLE "route_step" (
	id INTEGER NOT NULL, 
	platform_id INTEGER NOT NULL, 
	route_id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	name VARCHAR(40) NOT NULL, 
	name_en VARCHAR(60) NOT NULL, 
	who VARCHAR(12) NOT NULL, 
	level INTEGER, 
	permission VARCHAR(40) NOT NULL, 
	self_review BOOLEAN NOT NULL, 
	working_days INTEGER, 
	types JSON, 
	above_hours INTEGER, 
	CONSTRAINT pk_route_step PRIMARY KEY (id), 
	CONSTRAINT fk_route_step_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id), 
	CONSTRAINT uq_route_step_route_id_seq UNIQUE (route_id, seq), 
	CONSTRAINT ck_route_step_level CHECK ((who = 'ancestor') = (level is not null)), 
	CONSTRAINT fk_route_step_route_id_review_route FOREIGN KEY(route_id) REFERENCES review_route (id), 
	CONSTRAINT ck_route_step_who CHECK (who in ('own_unit', 'ancestor', 'root', 'chosen'))
);
INSERT INTO "route_step" VALUES(1,1,1,1,'初审','First review','ancestor',2,'first_review',0,NULL,NULL,NULL);
INSERT INTO "route_step" VALUES(2,1,1,2,'终审','Final review','root',NULL,'final_review',0,NULL,NULL,NULL);
INSERT INTO "route_step" VALUES(3,1,2,1,'初审','First review','own_unit',NULL,'first_review',1,NULL,NULL,NULL);
INSERT INTO "route_step" VALUES(4,1,2,2,'终审','Final review','root',NULL,'final_review',0,NULL,NULL,NULL);
CREATE TABLE stored_file (
	id INTEGER NOT NULL, 
	platform_id INTEGER NOT NULL, 
	user_id INTEGER, 
	identity VARCHAR(20) NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	"key" VARCHAR(40) NOT NULL, 
	size BIGINT NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_stored_file PRIMARY KEY (id), 
	CONSTRAINT fk_stored_file_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id), 
	CONSTRAINT uq_stored_file_key UNIQUE ("key")
);
CREATE TABLE training_class (
	id INTEGER NOT NULL, 
	platform_id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	title VARCHAR(200) NOT NULL, 
	year INTEGER NOT NULL, 
	category_id INTEGER NOT NULL, 
	starts_on DATE NOT NULL, 
	ends_on DATE NOT NULL, 
	place VARCHAR(200) NOT NULL, 
	planned_people INTEGER NOT NULL, 
	hours INTEGER NOT NULL, 
	content TEXT NOT NULL, 
	attendance_required BOOLEAN NOT NULL, 
	created_at DATETIME NOT NULL, 
	review_state VARCHAR(12) NOT NULL, 
	review_stage VARCHAR(40), 
	review_position VARCHAR(40) NOT NULL, 
	review_round INTEGER NOT NULL, 
	submitted_by INTEGER, 
	submitted_at DATETIME, 
	version INTEGER NOT NULL, chosen_organization_id INTEGER, 
	CONSTRAINT pk_training_class PRIMARY KEY (id), 
	CONSTRAINT ck_training_class_review_position CHECK ((review_state = 'pending') = (review_position <> review_state)), 
	CONSTRAINT ck_training_class_review_stage CHECK ((review_state = 'pending') = (review_stage is not null)), 
	CONSTRAINT ck_training_class_submitted CHECK (review_state = 'draft' or submitted_at is not null), 
	CONSTRAINT ck_training_class_review_state CHECK (review_state in ('draft', 'pending', 'returned', 'approved', 'rejected', 'revoked')), 
	CONSTRAINT ck_training_class_dates CHECK (ends_on >= starts_on), 
	CONSTRAINT ck_training_class_hours CHECK (hours > 0), 
	CONSTRAINT ck_training_class_people CHECK (planned_people > 0), 
	CONSTRAINT fk_training_class_category_id_hour_category FOREIGN KEY(category_id) REFERENCES hour_category (id), 
	CONSTRAINT fk_training_class_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_training_class_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id)
);
INSERT INTO "training_class" VALUES(1,1,3,'公共文化服务规范专题培训',2026,2,'2026-03-10','2026-03-11','三楼报告厅',40,800,'',1,'2026-11-25 02:43:00.361525','approved',NULL,'approved',1,3,'2026-11-25 02:43:00.378850',4,NULL);
INSERT INTO "training_class" VALUES(2,1,3,'专业技术人员职业道德教育',2026,1,'2026-04-14','2026-04-15','三楼报告厅',60,1200,'',1,'2026-11-25 02:43:00.464139','approved',NULL,'approved',1,3,'2026-11-25 02:43:00.475086',4,NULL);
INSERT INTO "training_class" VALUES(3,1,3,'群众文化活动策划能力提升班',2026,2,'2026-09-07','2026-09-08','三楼报告厅',30,1600,'',1,'2026-11-25 02:43:00.527396','pending','初审','first_review',1,3,'2026-11-25 02:43:00.538533',2,NULL);
INSERT INTO "training_class" VALUES(4,1,3,'非物质文化遗产保护与传承',2026,2,'2026-10-12','2026-10-14','三楼报告厅',50,2400,'',1,'2026-11-25 02:43:00.546109','pending','终审','final_review',1,3,'2026-11-25 02:43:00.554859',3,NULL);
INSERT INTO "training_class" VALUES(5,1,3,'数字文化馆建设研修班',2026,2,'2026-10-20','2026-10-22','三楼报告厅',25,2000,'',1,'2026-11-25 02:43:00.571590','returned',NULL,'returned',1,3,'2026-11-25 02:43:00.580131',3,NULL);
INSERT INTO "training_class" VALUES(6,1,3,'外出考察交流活动',2026,2,'2026-11-02','2026-11-03','三楼报告厅',200,4000,'',1,'2026-11-25 02:43:00.595395','rejected',NULL,'rejected',1,3,'2026-11-25 02:43:00.604331',4,NULL);
INSERT INTO "training_class" VALUES(7,1,3,'年度业务骨干培训（草稿）',2026,1,'2026-12-01','2026-12-02','三楼报告厅',35,1000,'',1,'2026-11-25 02:43:00.624475','draft',NULL,'draft',0,NULL,NULL,1,NULL);
INSERT INTO "training_class" VALUES(8,1,3,'摄影基础知识讲座',2026,2,'2026-11-16','2026-11-16','三楼报告厅',80,400,'',1,'2026-11-25 02:43:00.632621','draft',NULL,'draft',1,3,'2026-11-25 02:43:00.640757',3,NULL);
INSERT INTO "training_class" VALUES(9,1,2,'全系统档案管理业务培训',2026,1,'2026-05-18','2026-05-19','三楼报告厅',120,800,'',1,'2026-11-25 02:43:00.655885','pending','终审','final_review',1,2,'2026-11-25 02:43:00.664376',3,NULL);
INSERT INTO "training_class" VALUES(10,1,2,'舞台安全管理培训',2026,2,'2026-06-11','2026-06-11','三楼报告厅',45,600,'',1,'2026-11-25 02:43:00.678966','approved',NULL,'approved',1,2,'2026-11-25 02:43:00.688784',4,NULL);
INSERT INTO "training_class" VALUES(11,1,3,'公文写作与处理培训',2026,1,'2026-06-22','2026-06-23','三楼报告厅',20,600,'',1,'2026-11-25 02:43:00.729332','approved',NULL,'approved',1,3,'2026-11-25 02:43:00.737793',4,NULL);
CREATE TABLE user_session (
	id VARCHAR(43) NOT NULL, 
	user_id INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	seen_at DATETIME NOT NULL, 
	CONSTRAINT pk_user_session PRIMARY KEY (id), 
	CONSTRAINT fk_user_session_user_id_ab_user FOREIGN KEY(user_id) REFERENCES ab_user (id)
);
CREATE INDEX ix_audit_event_event ON audit_event (event);
CREATE INDEX ix_audit_event_platform_at ON audit_event (platform_id, at);
CREATE INDEX ix_audit_event_user_id ON audit_event (user_id);
CREATE UNIQUE INDEX idx_api_key_lookup_hash ON ab_api_key (lookup_hash);
CREATE INDEX idx_api_key_prefix ON ab_api_key (key_prefix);
CREATE INDEX idx_api_key_user_id ON ab_api_key (user_id);
CREATE INDEX idx_group_id ON ab_group_role (group_id);
CREATE INDEX idx_group_role_id ON ab_group_role (role_id);
CREATE INDEX idx_permission_id ON ab_permission_view (permission_id);
CREATE INDEX idx_view_menu_id ON ab_permission_view (view_menu_id);
CREATE INDEX idx_user_group_id ON ab_user_group (group_id);
CREATE INDEX idx_user_id ON ab_user_group (user_id);
CREATE INDEX ix_organization_parent_id ON organization (parent_id);
CREATE INDEX ix_organization_platform_name ON organization (platform_id, name);
CREATE UNIQUE INDEX uq_organization_root ON organization (platform_id) WHERE parent_id IS NULL;
CREATE INDEX ix_stored_file_sha256 ON stored_file (platform_id, sha256);
CREATE INDEX idx_permission_view_id ON ab_permission_view_role (permission_view_id);
CREATE INDEX idx_role_id ON ab_permission_view_role (role_id);
CREATE INDEX ix_job_file_id ON job (file_id);
CREATE INDEX ix_job_live ON job (id) WHERE status IN ('queued','running');
CREATE INDEX ix_job_owner ON job (user_id, identity, kind, id);
CREATE INDEX ix_learner_organization_name ON learner (platform_id, organization_id, name);
CREATE INDEX ix_learner_user_id ON learner (user_id);
CREATE INDEX ix_review_step_inbox ON review_step (organization_id, kind, permission, decided_at);
CREATE INDEX ix_review_step_item ON review_step (kind, item_id, round, seq);
CREATE UNIQUE INDEX uq_review_step_open ON review_step (kind, item_id) WHERE opened_at IS NOT NULL AND decided_at IS NULL;
CREATE INDEX ix_training_class_list ON training_class (platform_id, organization_id, review_state, id);
CREATE INDEX ix_enrollment_learner ON enrollment (learner_id);
CREATE INDEX ix_enrollment_learner_organization ON enrollment (platform_id, learner_organization_id);
CREATE INDEX ix_hour_entry_learner_year ON hour_entry (learner_id, year);
CREATE INDEX ix_hour_entry_organization_year ON hour_entry (platform_id, organization_id, year);
CREATE INDEX ix_hour_entry_source ON hour_entry (source, source_id);
CREATE INDEX ix_import_row_key ON import_row (job_id, "key");
CREATE INDEX ix_import_row_outcome ON import_row (job_id, outcome, row_no);
CREATE INDEX ix_import_row_token ON import_row (job_id, token);
CREATE UNIQUE INDEX uq_import_row_job_id_row_no ON import_row (job_id, row_no);
CREATE INDEX ix_learner_year_organization ON learner_year (platform_id, organization_id, year);
CREATE TRIGGER hour_entry_no_update BEFORE UPDATE ON hour_entry BEGIN SELECT RAISE(ABORT, 'hour_entry is append-only'); END;
CREATE TRIGGER hour_entry_no_delete BEFORE DELETE ON hour_entry BEGIN SELECT RAISE(ABORT, 'hour_entry is append-only'); END;
CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END;
CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END;
CREATE INDEX ix_absence_learner ON absence (learner_id, starts_on);
CREATE INDEX ix_notice_user ON notice (user_id, read_at, id);
CREATE INDEX ix_route_step_route_id ON route_step (route_id);
CREATE INDEX ix_user_session_user_id ON user_session (user_id);
CREATE INDEX ix_role_profile_organization_id ON role_profile (organization_id);
CREATE INDEX ix_appointment_organization ON appointment (platform_id, organization_id);
CREATE UNIQUE INDEX uq_appointment_own ON appointment (user_id, organization_id, role_id) WHERE stands_for_id IS NULL;
CREATE INDEX ix_appointment_stands_for_id ON appointment (stands_for_id);
COMMIT;
