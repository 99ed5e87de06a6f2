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
INSERT INTO "ab_permission" VALUES(1,'can_decide');
INSERT INTO "ab_permission" VALUES(2,'can_enroll');
INSERT INTO "ab_permission" VALUES(3,'can_export');
INSERT INTO "ab_permission" VALUES(4,'can_final_review');
INSERT INTO "ab_permission" VALUES(5,'can_first_review');
INSERT INTO "ab_permission" VALUES(6,'can_hold');
INSERT INTO "ab_permission" VALUES(7,'can_lock');
INSERT INTO "ab_permission" VALUES(8,'can_offer');
INSERT INTO "ab_permission" VALUES(9,'can_read');
INSERT INTO "ab_permission" VALUES(10,'can_write');
INSERT INTO "ab_permission" VALUES(11,'can_import');
INSERT INTO "ab_permission" VALUES(12,'can_post_closed');
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
INSERT INTO "ab_permission_view" VALUES(2,2,2);
INSERT INTO "ab_permission_view" VALUES(3,3,3);
INSERT INTO "ab_permission_view" VALUES(4,3,4);
INSERT INTO "ab_permission_view" VALUES(5,3,5);
INSERT INTO "ab_permission_view" VALUES(6,3,6);
INSERT INTO "ab_permission_view" VALUES(7,3,7);
INSERT INTO "ab_permission_view" VALUES(8,3,8);
INSERT INTO "ab_permission_view" VALUES(9,4,8);
INSERT INTO "ab_permission_view" VALUES(10,5,8);
INSERT INTO "ab_permission_view" VALUES(11,6,8);
INSERT INTO "ab_permission_view" VALUES(12,7,9);
INSERT INTO "ab_permission_view" VALUES(13,8,8);
INSERT INTO "ab_permission_view" VALUES(14,9,3);
INSERT INTO "ab_permission_view" VALUES(15,9,9);
INSERT INTO "ab_permission_view" VALUES(16,9,10);
INSERT INTO "ab_permission_view" VALUES(17,9,11);
INSERT INTO "ab_permission_view" VALUES(18,9,4);
INSERT INTO "ab_permission_view" VALUES(19,9,2);
INSERT INTO "ab_permission_view" VALUES(20,9,12);
INSERT INTO "ab_permission_view" VALUES(21,9,13);
INSERT INTO "ab_permission_view" VALUES(22,9,5);
INSERT INTO "ab_permission_view" VALUES(23,9,1);
INSERT INTO "ab_permission_view" VALUES(24,9,14);
INSERT INTO "ab_permission_view" VALUES(25,9,6);
INSERT INTO "ab_permission_view" VALUES(26,9,15);
INSERT INTO "ab_permission_view" VALUES(27,9,16);
INSERT INTO "ab_permission_view" VALUES(28,9,17);
INSERT INTO "ab_permission_view" VALUES(29,9,7);
INSERT INTO "ab_permission_view" VALUES(30,9,18);
INSERT INTO "ab_permission_view" VALUES(31,9,19);
INSERT INTO "ab_permission_view" VALUES(32,9,20);
INSERT INTO "ab_permission_view" VALUES(33,9,21);
INSERT INTO "ab_permission_view" VALUES(34,9,22);
INSERT INTO "ab_permission_view" VALUES(35,9,23);
INSERT INTO "ab_permission_view" VALUES(36,9,8);
INSERT INTO "ab_permission_view" VALUES(37,10,3);
INSERT INTO "ab_permission_view" VALUES(38,10,9);
INSERT INTO "ab_permission_view" VALUES(39,10,10);
INSERT INTO "ab_permission_view" VALUES(40,10,2);
INSERT INTO "ab_permission_view" VALUES(41,10,12);
INSERT INTO "ab_permission_view" VALUES(42,10,13);
INSERT INTO "ab_permission_view" VALUES(43,10,6);
INSERT INTO "ab_permission_view" VALUES(44,10,15);
INSERT INTO "ab_permission_view" VALUES(45,10,16);
INSERT INTO "ab_permission_view" VALUES(46,10,7);
INSERT INTO "ab_permission_view" VALUES(47,10,18);
INSERT INTO "ab_permission_view" VALUES(48,10,19);
INSERT INTO "ab_permission_view" VALUES(49,10,20);
INSERT INTO "ab_permission_view" VALUES(50,10,21);
INSERT INTO "ab_permission_view" VALUES(51,10,22);
INSERT INTO "ab_permission_view" VALUES(52,10,23);
INSERT INTO "ab_permission_view" VALUES(53,10,8);
INSERT INTO "ab_permission_view" VALUES(54,11,7);
INSERT INTO "ab_permission_view" VALUES(55,11,6);
INSERT INTO "ab_permission_view" VALUES(56,11,12);
INSERT INTO "ab_permission_view" VALUES(57,3,12);
INSERT INTO "ab_permission_view" VALUES(58,12,5);
INSERT INTO "ab_permission_view" VALUES(59,11,13);
CREATE TABLE ab_permission_view_role (
	id INTEGER NOT NULL, 
	permission_view_id INTEGER, 
	role_id INTEGER, 
	CONSTRAINT pk_ab_permission_view_role PRIMARY KEY (id), 
	CONSTRAINT fk_ab_permission_view_role_permission_view_id_ab_permission_view FOREIGN KEY(permission_view_id) REFERENCES ab_permission_view (id) ON DELETE CASCADE, 
	CONSTRAINT fk_ab_permission_view_role_role_id_ab_role FOREIGN KEY(role_id) REFERENCES ab_role (id) ON DELETE CASCADE, 
	CONSTRAINT uq_ab_permission_view_role_permission_view_id_role_id UNIQUE (permission_view_id, role_id)
);
INSERT INTO "ab_permission_view_role" VALUES(1,48,1);
INSERT INTO "ab_permission_view_role" VALUES(2,33,1);
INSERT INTO "ab_permission_view_role" VALUES(3,15,1);
INSERT INTO "ab_permission_view_role" VALUES(4,31,1);
INSERT INTO "ab_permission_view_role" VALUES(5,39,2);
INSERT INTO "ab_permission_view_role" VALUES(6,41,2);
INSERT INTO "ab_permission_view_role" VALUES(7,10,2);
INSERT INTO "ab_permission_view_role" VALUES(8,46,2);
INSERT INTO "ab_permission_view_role" VALUES(9,35,2);
INSERT INTO "ab_permission_view_role" VALUES(10,52,2);
INSERT INTO "ab_permission_view_role" VALUES(11,29,2);
INSERT INTO "ab_permission_view_role" VALUES(12,59,2);
INSERT INTO "ab_permission_view_role" VALUES(13,53,2);
INSERT INTO "ab_permission_view_role" VALUES(14,22,2);
INSERT INTO "ab_permission_view_role" VALUES(15,32,2);
INSERT INTO "ab_permission_view_role" VALUES(16,56,2);
INSERT INTO "ab_permission_view_role" VALUES(17,5,2);
INSERT INTO "ab_permission_view_role" VALUES(18,6,2);
INSERT INTO "ab_permission_view_role" VALUES(19,49,2);
INSERT INTO "ab_permission_view_role" VALUES(20,7,2);
INSERT INTO "ab_permission_view_role" VALUES(21,58,2);
INSERT INTO "ab_permission_view_role" VALUES(22,27,2);
INSERT INTO "ab_permission_view_role" VALUES(23,45,2);
INSERT INTO "ab_permission_view_role" VALUES(24,34,2);
INSERT INTO "ab_permission_view_role" VALUES(25,14,2);
INSERT INTO "ab_permission_view_role" VALUES(26,51,2);
INSERT INTO "ab_permission_view_role" VALUES(27,8,2);
INSERT INTO "ab_permission_view_role" VALUES(28,26,2);
INSERT INTO "ab_permission_view_role" VALUES(29,54,2);
INSERT INTO "ab_permission_view_role" VALUES(30,9,2);
INSERT INTO "ab_permission_view_role" VALUES(31,57,2);
INSERT INTO "ab_permission_view_role" VALUES(32,43,2);
INSERT INTO "ab_permission_view_role" VALUES(33,37,2);
INSERT INTO "ab_permission_view_role" VALUES(34,3,2);
INSERT INTO "ab_permission_view_role" VALUES(35,15,2);
INSERT INTO "ab_permission_view_role" VALUES(36,44,2);
INSERT INTO "ab_permission_view_role" VALUES(37,38,2);
INSERT INTO "ab_permission_view_role" VALUES(38,21,2);
INSERT INTO "ab_permission_view_role" VALUES(39,36,2);
INSERT INTO "ab_permission_view_role" VALUES(40,55,2);
INSERT INTO "ab_permission_view_role" VALUES(41,42,2);
INSERT INTO "ab_permission_view_role" VALUES(42,12,2);
INSERT INTO "ab_permission_view_role" VALUES(43,13,2);
INSERT INTO "ab_permission_view_role" VALUES(44,33,2);
INSERT INTO "ab_permission_view_role" VALUES(45,25,2);
INSERT INTO "ab_permission_view_role" VALUES(46,50,2);
INSERT INTO "ab_permission_view_role" VALUES(47,11,2);
INSERT INTO "ab_permission_view_role" VALUES(48,16,2);
INSERT INTO "ab_permission_view_role" VALUES(49,20,2);
INSERT INTO "ab_permission_view_role" VALUES(50,29,3);
INSERT INTO "ab_permission_view_role" VALUES(51,56,3);
INSERT INTO "ab_permission_view_role" VALUES(52,37,3);
INSERT INTO "ab_permission_view_role" VALUES(53,43,3);
INSERT INTO "ab_permission_view_role" VALUES(54,57,3);
INSERT INTO "ab_permission_view_role" VALUES(55,22,3);
INSERT INTO "ab_permission_view_role" VALUES(56,3,3);
INSERT INTO "ab_permission_view_role" VALUES(57,5,3);
INSERT INTO "ab_permission_view_role" VALUES(58,15,3);
INSERT INTO "ab_permission_view_role" VALUES(59,38,3);
INSERT INTO "ab_permission_view_role" VALUES(60,8,3);
INSERT INTO "ab_permission_view_role" VALUES(61,12,3);
INSERT INTO "ab_permission_view_role" VALUES(62,36,3);
INSERT INTO "ab_permission_view_role" VALUES(63,7,3);
INSERT INTO "ab_permission_view_role" VALUES(64,55,3);
INSERT INTO "ab_permission_view_role" VALUES(65,33,3);
INSERT INTO "ab_permission_view_role" VALUES(66,50,3);
INSERT INTO "ab_permission_view_role" VALUES(67,53,3);
INSERT INTO "ab_permission_view_role" VALUES(68,6,3);
INSERT INTO "ab_permission_view_role" VALUES(69,16,3);
INSERT INTO "ab_permission_view_role" VALUES(70,39,3);
INSERT INTO "ab_permission_view_role" VALUES(71,10,3);
INSERT INTO "ab_permission_view_role" VALUES(72,35,3);
INSERT INTO "ab_permission_view_role" VALUES(73,11,3);
INSERT INTO "ab_permission_view_role" VALUES(74,52,3);
INSERT INTO "ab_permission_view_role" VALUES(75,46,3);
INSERT INTO "ab_permission_view_role" VALUES(76,14,3);
INSERT INTO "ab_permission_view_role" VALUES(77,25,3);
INSERT INTO "ab_permission_view_role" VALUES(78,20,3);
INSERT INTO "ab_permission_view_role" VALUES(79,41,3);
INSERT INTO "ab_permission_view_role" VALUES(80,16,4);
INSERT INTO "ab_permission_view_role" VALUES(81,39,4);
INSERT INTO "ab_permission_view_role" VALUES(82,36,4);
INSERT INTO "ab_permission_view_role" VALUES(83,7,4);
INSERT INTO "ab_permission_view_role" VALUES(84,53,4);
INSERT INTO "ab_permission_view_role" VALUES(85,43,4);
INSERT INTO "ab_permission_view_role" VALUES(86,35,4);
INSERT INTO "ab_permission_view_role" VALUES(87,8,4);
INSERT INTO "ab_permission_view_role" VALUES(88,52,4);
INSERT INTO "ab_permission_view_role" VALUES(89,20,4);
INSERT INTO "ab_permission_view_role" VALUES(90,41,4);
INSERT INTO "ab_permission_view_role" VALUES(91,56,4);
INSERT INTO "ab_permission_view_role" VALUES(92,57,4);
INSERT INTO "ab_permission_view_role" VALUES(93,55,4);
INSERT INTO "ab_permission_view_role" VALUES(94,22,4);
INSERT INTO "ab_permission_view_role" VALUES(95,6,4);
INSERT INTO "ab_permission_view_role" VALUES(96,5,4);
INSERT INTO "ab_permission_view_role" VALUES(97,15,4);
INSERT INTO "ab_permission_view_role" VALUES(98,38,4);
INSERT INTO "ab_permission_view_role" VALUES(99,46,4);
INSERT INTO "ab_permission_view_role" VALUES(100,12,4);
INSERT INTO "ab_permission_view_role" VALUES(101,14,4);
INSERT INTO "ab_permission_view_role" VALUES(102,29,4);
INSERT INTO "ab_permission_view_role" VALUES(103,33,4);
INSERT INTO "ab_permission_view_role" VALUES(104,25,4);
INSERT INTO "ab_permission_view_role" VALUES(105,50,4);
INSERT INTO "ab_permission_view_role" VALUES(106,37,4);
INSERT INTO "ab_permission_view_role" VALUES(107,3,4);
INSERT INTO "ab_permission_view_role" VALUES(108,18,5);
INSERT INTO "ab_permission_view_role" VALUES(109,4,5);
INSERT INTO "ab_permission_view_role" VALUES(110,33,6);
INSERT INTO "ab_permission_view_role" VALUES(111,12,6);
INSERT INTO "ab_permission_view_role" VALUES(112,15,6);
INSERT INTO "ab_permission_view_role" VALUES(113,47,7);
INSERT INTO "ab_permission_view_role" VALUES(114,2,7);
INSERT INTO "ab_permission_view_role" VALUES(115,30,7);
INSERT INTO "ab_permission_view_role" VALUES(116,17,7);
INSERT INTO "ab_permission_view_role" VALUES(117,19,7);
INSERT INTO "ab_permission_view_role" VALUES(118,53,8);
INSERT INTO "ab_permission_view_role" VALUES(119,20,8);
INSERT INTO "ab_permission_view_role" VALUES(120,36,8);
INSERT INTO "ab_permission_view_role" VALUES(121,41,8);
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
INSERT INTO "ab_role" VALUES(8,'1:own-319fffdb0825');
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
INSERT INTO "ab_user" VALUES(1,'王敏','','dl1','scrypt:32768:8:1$9OkkZB4BKeeBNpPr$958f899dfb69cc74d85b660a233c10ebf24e0b1cd4147a5a281adae81882d44d35a98e01e995351e1cdb47cbe977f3c2a52284df2ffd8e2c330a08a1428ee428',1,'dl1@users.invalid',NULL,NULL,NULL,'2026-11-28 22:46:22.327017','2026-11-28 22:46:22.327023',NULL,NULL,'王敏',NULL,NULL,NULL,0,NULL);
INSERT INTO "ab_user" VALUES(2,'李娜','','dl2','scrypt:32768:8:1$erCuZgeHgY3dK4ea$98ec9c3d92041deccc6820e94904513442cb8066273c0ac5a76145255ca7cb9e33505ca5adc0ae87b6f7aa50a038c38a6d87b9c3fbc6651a4980dfc5c5d3cbf8',1,'dl2@users.invalid',NULL,NULL,NULL,'2026-11-28 22:46:22.584782','2026-11-28 22:46:22.584793',NULL,NULL,'李娜',NULL,NULL,NULL,0,NULL);
INSERT INTO "ab_user" VALUES(3,'张伟','','dl3','scrypt:32768:8:1$WDpsQeXIaRzx1dTb$155874645aed0d91ed91ccab14a2981d0bbb26d1b182e30ab5548265bd64970afdb0e699eb9fb5db4923f771fcc6d01af602c77ca13292221f890febc92083ec',1,'dl3@users.invalid',NULL,NULL,NULL,'2026-11-28 22:46:22.887859','2026-11-28 22:46:22.887868',NULL,NULL,'张伟','gH-3gaq-CUlQF8z5pXZbJl6igybengZEirR-VxRV6ss',NULL,NULL,0,NULL);
INSERT INTO "ab_user" VALUES(4,'刘洋','','dl3-sibling','scrypt:32768:8:1$L9cUTnsrLOZqG3if$4b7e49518f1d49a2bde0aca1dd8e39bb6c819c1743059780566566a2e73d05a7c7fe49264f0bf61770c19302a9922439212384c0325b9739739b82d927feaa06',1,'dl3-sibling@users.invalid',NULL,NULL,NULL,'2026-11-28 22:46:23.180482','2026-11-28 22:46:23.180488',NULL,NULL,'刘洋',NULL,NULL,NULL,0,NULL);
INSERT INTO "ab_user" VALUES(5,'何静','','dl2-deputy','scrypt:32768:8:1$1R4jGTV7o4r8NxFx$d046403563a3db2ba7ebde7083b2d3c9462897f5231f5ec983284b31d9e07e33cb9ccf4072f1546571ee9c0ad1188c752df34079726f9aa9e153af57f3a17fcc',1,'dl2-deputy@users.invalid',NULL,NULL,NULL,'2026-11-28 22:46:23.471231','2026-11-28 22:46:23.471238',NULL,NULL,'何静','sJlD_eTl1Ge3GH0Bx8HoEnjPCN7tyDeCNJG2-2-hTbg',X'9878A8BE1AC8429A9986DF78649EAF82E3E56231050402D5CCE4100830D66C5A54E89180CA69ECD860E54DF0C830',X'15AECCEDAEBD4E0FD55422833735CB381C4B5771D7D71E1D0BBEC57CC0613856F15651CBD1E919',0,NULL);
INSERT INTO "ab_user" VALUES(6,'马超','','dl3-office','scrypt:32768:8:1$EqHOuSCiheJyUs6f$cb4375cd318281d07d13c8058fa3edd330483f9238c5c2d1f8d72f4f279399535b76fd6241d7ca86bdb95fd21bba053690ea909e310966a66ec54b855a1dcf62',0,'dl3-office@users.invalid',NULL,NULL,NULL,'2026-11-28 22:46:23.777498','2026-11-28 22:46:23.777508',NULL,NULL,'马超','-zcTsAgMzkY3wOjFU26asLthhBHSbdGnO0l50a1D5hc',X'92CCACB2A901DD7E7F9535ECDB0BA567E921C753A0310EA5FCC5F76C4E2E45EFCAA6B7536053F5ECD78CDFA2A045',X'7EEDD08CBC88A4DCB357F5A0BE68AFE936F05469149A354F8BE6D58F9D8B489BBFC4B97E8AF144',0,NULL);
INSERT INTO "ab_user" VALUES(7,'冯刚','','dl3-former','scrypt:32768:8:1$AUcXJ2AFVy63jqrg$12c130edd874e81eb1bb11cb5414ecf0aea1ffa428244ef6ac732f09546cb3a8541b54da531672e61b315f64249180c1958a553621fae690e2a0d4ec31eaebd3',1,'dl3-former@users.invalid',NULL,NULL,NULL,'2026-11-28 22:46:24.142255','2026-11-28 22:46:24.142262',NULL,NULL,'冯刚','eod-vn0QrNB41ZfLTgroMzdU1ubuIg76gY9rRrQou5Q',X'C8237C43F08F8176835BFCA1C9C27D75E5305832E4FE5C271EFC100EE54145A7DA6A4B9C6BDEE3D32F6B5F753A75',X'77663AEB8C1B772043722D0A8A233D372C9D294E33CBF30CA463E4DE069D993B0D1B1396178448',0,NULL);
INSERT INTO "ab_user" VALUES(8,'周涛','','auditor','scrypt:32768:8:1$V7fjwWfrySZiKSWa$0953396b9bace9ea4ea1e8c3f98cea8f81280e20888055dff6ec217c308d3b6ac0b01642b9d67959c15269e11f4b97eec3a580b93781a28973b6505def356371',1,'auditor@users.invalid',NULL,NULL,NULL,'2026-11-28 22:46:24.456421','2026-11-28 22:46:24.456427',NULL,NULL,'周涛',NULL,NULL,NULL,0,NULL);
INSERT INTO "ab_user" VALUES(9,'吴芳','','security','scrypt:32768:8:1$OpLNYV7xPm1CrKKH$d0e1ec21d44b2593e03f07348c91b67e152d637c9f3d6755968dfecde860918c2944906c2bf390f89c881d1f8a58da5f37863fd527ff399069a97d1cd8ddb5d5',1,'security@users.invalid',NULL,NULL,NULL,'2026-11-28 22:46:24.703968','2026-11-28 22:46:24.703975',NULL,NULL,'吴芳',NULL,NULL,NULL,0,NULL);
INSERT INTO "ab_user" VALUES(10,'系统管理员','','admin','scrypt:32768:8:1$EYCs5JpM89SMMs7q$a9bf32192f741bdbaebe55b9f467ff72c09af1ff49be091860b503afa1ad6fbcc4d869ee8bd36c1b00a879b05b2866b55f65cd18165368d31e88a83c2aaab228',1,'admin@users.invalid',NULL,NULL,NULL,'2026-11-28 22:46:25.044795','2026-11-28 22:46:25.044803',NULL,NULL,'系统管理员',NULL,NULL,NULL,0,NULL);
INSERT INTO "ab_user" VALUES(11,'陈晓梅','','dl-learner','scrypt:32768:8:1$isKG9vfk4XAfXNUy$f92a896f1a4595f990db9ffce589858d6761d6bf9c8c37b95966bce1a4c211a993ebd103ea77f95fd2fe0ee331f3618dc24b110f955cba0b6d09eb7eb86a44b9',1,'dl-learner@users.invalid',NULL,NULL,NULL,'2026-11-28 22:46:25.342086','2026-11-28 22:46:25.342094',NULL,NULL,'陈晓梅','6kQT7vNnZNtReebWaEhrjEev6Bx4fpezl9ba1QcYwDo',NULL,NULL,0,NULL);
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
INSERT INTO "ab_view_menu" VALUES(1,'inbox');
INSERT INTO "ab_view_menu" VALUES(2,'catalogue');
INSERT INTO "ab_view_menu" VALUES(3,'absence');
INSERT INTO "ab_view_menu" VALUES(4,'audit_event');
INSERT INTO "ab_view_menu" VALUES(5,'hours');
INSERT INTO "ab_view_menu" VALUES(6,'learner');
INSERT INTO "ab_view_menu" VALUES(7,'organization');
INSERT INTO "ab_view_menu" VALUES(8,'training_class');
INSERT INTO "ab_view_menu" VALUES(9,'account');
INSERT INTO "ab_view_menu" VALUES(10,'announcement');
INSERT INTO "ab_view_menu" VALUES(11,'archive');
INSERT INTO "ab_view_menu" VALUES(12,'enrollment');
INSERT INTO "ab_view_menu" VALUES(13,'holiday');
INSERT INTO "ab_view_menu" VALUES(14,'job');
INSERT INTO "ab_view_menu" VALUES(15,'level_name');
INSERT INTO "ab_view_menu" VALUES(16,'menu_entry');
INSERT INTO "ab_view_menu" VALUES(17,'notice');
INSERT INTO "ab_view_menu" VALUES(18,'own_data');
INSERT INTO "ab_view_menu" VALUES(19,'platform');
INSERT INTO "ab_view_menu" VALUES(20,'review_route');
INSERT INTO "ab_view_menu" VALUES(21,'role');
INSERT INTO "ab_view_menu" VALUES(22,'setting');
INSERT INTO "ab_view_menu" VALUES(23,'substitute');
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
INSERT INTO "absence" VALUES(1,1,3,3,'leave','2026-03-02','2026-06-30','产假');
INSERT INTO "absence" VALUES(2,1,3,2,'exemption','2026-01-01',NULL,'援外');
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('i3_inbox');
CREATE TABLE announcement (
	id INTEGER NOT NULL, 
	platform_id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	publisher VARCHAR(100) NOT NULL, 
	title VARCHAR(120) NOT NULL, 
	body TEXT NOT NULL, 
	audience VARCHAR(14) NOT NULL, 
	starts_on DATE NOT NULL, 
	ends_on DATE, 
	withdrawn_at DATETIME, 
	created_at DATETIME NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_announcement PRIMARY KEY (id), 
	CONSTRAINT ck_announcement_audience CHECK (audience in ('everyone', 'administrators', 'learners')), 
	CONSTRAINT ck_announcement_days CHECK (ends_on is null or ends_on >= starts_on), 
	CONSTRAINT fk_announcement_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_announcement_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id)
);
INSERT INTO "announcement" VALUES(1,1,1,'示范市人力资源和社会保障局','关于开展2026年度继续教育学分申报工作的通知','各单位：

2026年度继续教育学分申报工作自即日起开始，请各单位于11月30日前完成培训项目申报和学分授予。

咨询电话：0411-00000000。','everyone','2026-11-09','2027-06-17',NULL,'2026-11-28 22:46:40.986271',1);
INSERT INTO "announcement" VALUES(2,1,1,'示范市人力资源和社会保障局','系统维护公告','本系统将于本周六22:00至24:00维护，届时暂停使用。','everyone','2026-09-30','2026-10-30',NULL,'2026-11-28 22:46:41.018872',1);
INSERT INTO "announcement" VALUES(3,1,2,'示范市文化艺术中心','管理员业务培训安排','请各单位管理员提前准备本单位人员名单。','administrators','2026-11-26','2026-12-29',NULL,'2026-11-28 22:46:41.040592',1);
INSERT INTO "announcement" VALUES(4,1,3,'示范市群众艺术馆','馆内学员注意：请核对个人信息','请登录后核对姓名、证件号和职称，如有错误请联系办公室。','learners','2026-11-28','2027-01-28',NULL,'2026-11-28 22:46:41.069526',1);
INSERT INTO "announcement" VALUES(5,1,3,'示范市群众艺术馆','年终考核提前通知','年终考核时间另行通知。','everyone','2026-12-09','2027-01-08',NULL,'2026-11-28 22:46:41.146966',1);
INSERT INTO "announcement" VALUES(6,1,3,'示范市群众艺术馆','场地变更（已撤回）','培训地点改为二楼会议室。','everyone','2026-11-19','2026-12-19','2026-11-28 22:46:41.265438','2026-11-28 22:46:41.236215',2);
CREATE TABLE announcement_read (
	id INTEGER NOT NULL, 
	user_id INTEGER NOT NULL, 
	announcement_id INTEGER NOT NULL, 
	read_at DATETIME NOT NULL, 
	CONSTRAINT pk_announcement_read PRIMARY KEY (id), 
	CONSTRAINT fk_announcement_read_announcement_id_announcement FOREIGN KEY(announcement_id) REFERENCES announcement (id), 
	CONSTRAINT fk_announcement_read_user_id_ab_user FOREIGN KEY(user_id) REFERENCES ab_user (id), 
	CONSTRAINT uq_announcement_read_user_id_announcement_id UNIQUE (user_id, announcement_id)
);
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
	CONSTRAINT fk_appointment_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id), 
	CONSTRAINT fk_appointment_role_id_role_profile FOREIGN KEY(role_id) REFERENCES role_profile (role_id)
);
INSERT INTO "appointment" VALUES(1,1,1,1,2,'2026-11-29',NULL,NULL);
INSERT INTO "appointment" VALUES(2,2,1,2,3,'2026-11-29',NULL,NULL);
INSERT INTO "appointment" VALUES(3,3,1,3,4,'2026-11-29',NULL,NULL);
INSERT INTO "appointment" VALUES(4,4,1,4,4,'2026-11-29',NULL,NULL);
INSERT INTO "appointment" VALUES(5,5,1,2,3,'2026-11-29',NULL,NULL);
INSERT INTO "appointment" VALUES(6,6,1,5,4,'2026-11-29',NULL,NULL);
INSERT INTO "appointment" VALUES(7,7,1,4,4,'2026-11-29','2026-06-30',NULL);
INSERT INTO "appointment" VALUES(8,8,1,1,5,'2026-11-29',NULL,NULL);
INSERT INTO "appointment" VALUES(9,9,1,1,6,'2026-11-29',NULL,NULL);
INSERT INTO "appointment" VALUES(10,10,NULL,NULL,1,'2026-11-29',NULL,NULL);
INSERT INTO "appointment" VALUES(11,5,1,2,3,'2026-11-29','2026-12-13',2);
CREATE TABLE attachment (
	id INTEGER NOT NULL, 
	platform_id INTEGER NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	item_id INTEGER NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	"key" VARCHAR(32) NOT NULL, 
	media_type VARCHAR(100) NOT NULL, 
	size BIGINT NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	pages INTEGER NOT NULL, 
	shown INTEGER, 
	uploaded_by INTEGER, 
	uploaded_at DATETIME NOT NULL, 
	CONSTRAINT pk_attachment PRIMARY KEY (id), 
	CONSTRAINT ck_attachment_size CHECK (size > 0 and pages >= 0), 
	CONSTRAINT ck_attachment_shown CHECK (shown is null or shown <= pages), 
	CONSTRAINT fk_attachment_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id), 
	CONSTRAINT uq_attachment_key UNIQUE ("key")
);
INSERT INTO "attachment" VALUES(1,1,'training_class',1,'培训方案.pdf','a86b842210e87ed44305ded9108e05ac','application/pdf',61178,'39352a2c183ab5558acc4061803fe07f6d70b6997fb17eda22e1eb98159ead75',2,2,3,'2026-11-28 22:46:26.604343');
INSERT INTO "attachment" VALUES(2,1,'training_class',1,'场地照片.jpg','b25bc885422975577cb4c1cfc2c6f406','image/jpeg',36596,'b1b90808a2b2d9b70331a9dbc71a9f8c698a10b4ceb6b249fe29bd05604dfea8',1,1,3,'2026-11-28 22:46:26.604354');
INSERT INTO "attachment" VALUES(3,1,'training_class',3,'活动策划班方案.pdf','90069edae95ec8d4ea4c7d6ba0d564b4','application/pdf',59993,'22e674702eff58676b9e0e1978dcdea1f2eac5b110fbd0febe68878a1c230034',2,2,3,'2026-11-28 22:46:28.492182');
INSERT INTO "attachment" VALUES(4,1,'training_class',3,'场地照片.jpg','b3959d66a0b336a50a40701c33e22dbf','image/jpeg',36596,'b1b90808a2b2d9b70331a9dbc71a9f8c698a10b4ceb6b249fe29bd05604dfea8',1,1,3,'2026-11-28 22:46:28.492194');
INSERT INTO "attachment" VALUES(5,1,'training_class',7,'课程安排.pdf','73408bd0c67a2765b60de9e8f746d31d','application/pdf',60350,'63c5015dd937294ea9868544b664aaabe8f9341999e936457090a950141b1182',2,2,3,'2026-11-28 22:46:31.154228');
INSERT INTO "attachment" VALUES(6,1,'training_class',7,'教室.jpg','5662eabf7859995cc8037b17f784d1ad','image/jpeg',36596,'b1b90808a2b2d9b70331a9dbc71a9f8c698a10b4ceb6b249fe29bd05604dfea8',1,1,3,'2026-11-28 22:46:31.154239');
INSERT INTO "attachment" VALUES(7,1,'training_class',15,'报名须知.pdf','d161ea081e4031d4104200aac65e4095','application/pdf',59770,'2f3b31b7beb3abfa1c897de6008677319b0459fb3a539dedb09776b5ab8f40d7',2,2,1,'2026-11-28 22:46:35.537288');
INSERT INTO "attachment" VALUES(8,1,'training_class',15,'教室环境.jpg','9e5197e9d1f74f02329b8375d2b52f27','image/jpeg',36596,'b1b90808a2b2d9b70331a9dbc71a9f8c698a10b4ceb6b249fe29bd05604dfea8',1,1,1,'2026-11-28 22:46:35.537298');
INSERT INTO "attachment" VALUES(9,1,'training_class',20,'保密承诺书.pdf','450d1831213493967f9547a6fb1e2563','application/pdf',60510,'7679db9daa5bce538d9bb314a5d019cec6163afc4fac76df3a57df62fea84842',2,2,1,'2026-11-28 22:46:37.500543');
INSERT INTO "attachment" VALUES(10,1,'training_class',20,'签到表.jpg','4ecbab8ee4b94f0c2c6f0d50c77f27b3','image/jpeg',42940,'a07736f890ff33ae29b5eef2961b939da843e8a55d63e7e86160dfb0337e21fc',1,1,1,'2026-11-28 22:46:37.500556');
INSERT INTO "attachment" VALUES(11,1,'training_class',21,'任职培训通知.pdf','3e788236d462d17b1061947b849437af','application/pdf',60018,'835be5b31a9a96c6716a0b2863f7eb75e9af888063275259330f796222b0a825',2,2,1,'2026-11-28 22:46:38.227852');
INSERT INTO "attachment" VALUES(12,1,'training_class',21,'校园.jpg','24e7f64170f1808da1e0fe51a658c8c3','image/jpeg',42940,'a07736f890ff33ae29b5eef2961b939da843e8a55d63e7e86160dfb0337e21fc',1,1,1,'2026-11-28 22:46:38.227871');
INSERT INTO "attachment" VALUES(13,1,'training_class',23,'邀请函.pdf','c2dd8e54ea4f9868f3c9806cf440b47e','application/pdf',60259,'9fce4895267e562935fb7603ed71930e1bcc05d8ed8285f0ac331c5f47cdd985',2,2,2,'2026-11-28 22:46:38.927223');
INSERT INTO "attachment" VALUES(14,1,'training_class',23,'合影.jpg','8f9035bd61610f293e9ad0e67da50cdd','image/jpeg',42940,'a07736f890ff33ae29b5eef2961b939da843e8a55d63e7e86160dfb0337e21fc',1,1,2,'2026-11-28 22:46:38.927240');
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
INSERT INTO "audit_event" VALUES(1,'2026-11-28 22:46:21.052943',NULL,NULL,'','','','ab_permission:create','1','done',NULL,'{"changes": {"name": ["can_decide"]}}');
INSERT INTO "audit_event" VALUES(2,'2026-11-28 22:46:21.062183',NULL,NULL,'','','','ab_view_menu:create','1','done',NULL,'{"changes": {"name": ["inbox"]}}');
INSERT INTO "audit_event" VALUES(3,'2026-11-28 22:46:21.069742',NULL,NULL,'','','','ab_permission_view:create','1','done',NULL,'{"changes": {"permission_id": [1], "view_menu_id": [1]}}');
INSERT INTO "audit_event" VALUES(4,'2026-11-28 22:46:21.071139',NULL,NULL,'','','','ab_permission:create','2','done',NULL,'{"changes": {"name": ["can_enroll"]}}');
INSERT INTO "audit_event" VALUES(5,'2026-11-28 22:46:21.093694',NULL,NULL,'','','','ab_view_menu:create','2','done',NULL,'{"changes": {"name": ["catalogue"]}}');
INSERT INTO "audit_event" VALUES(6,'2026-11-28 22:46:21.095635',NULL,NULL,'','','','ab_permission_view:create','2','done',NULL,'{"changes": {"permission_id": [2], "view_menu_id": [2]}}');
INSERT INTO "audit_event" VALUES(7,'2026-11-28 22:46:21.097060',NULL,NULL,'','','','ab_permission:create','3','done',NULL,'{"changes": {"name": ["can_export"]}}');
INSERT INTO "audit_event" VALUES(8,'2026-11-28 22:46:21.098075',NULL,NULL,'','','','ab_view_menu:create','3','done',NULL,'{"changes": {"name": ["absence"]}}');
INSERT INTO "audit_event" VALUES(9,'2026-11-28 22:46:21.099366',NULL,NULL,'','','','ab_permission_view:create','3','done',NULL,'{"changes": {"permission_id": [3], "view_menu_id": [3]}}');
INSERT INTO "audit_event" VALUES(10,'2026-11-28 22:46:21.100532',NULL,NULL,'','','','ab_view_menu:create','4','done',NULL,'{"changes": {"name": ["audit_event"]}}');
INSERT INTO "audit_event" VALUES(11,'2026-11-28 22:46:21.101610',NULL,NULL,'','','','ab_permission_view:create','4','done',NULL,'{"changes": {"permission_id": [3], "view_menu_id": [4]}}');
INSERT INTO "audit_event" VALUES(12,'2026-11-28 22:46:21.102503',NULL,NULL,'','','','ab_view_menu:create','5','done',NULL,'{"changes": {"name": ["hours"]}}');
INSERT INTO "audit_event" VALUES(13,'2026-11-28 22:46:21.103421',NULL,NULL,'','','','ab_permission_view:create','5','done',NULL,'{"changes": {"permission_id": [3], "view_menu_id": [5]}}');
INSERT INTO "audit_event" VALUES(14,'2026-11-28 22:46:21.104267',NULL,NULL,'','','','ab_view_menu:create','6','done',NULL,'{"changes": {"name": ["learner"]}}');
INSERT INTO "audit_event" VALUES(15,'2026-11-28 22:46:21.105072',NULL,NULL,'','','','ab_permission_view:create','6','done',NULL,'{"changes": {"permission_id": [3], "view_menu_id": [6]}}');
INSERT INTO "audit_event" VALUES(16,'2026-11-28 22:46:21.105768',NULL,NULL,'','','','ab_view_menu:create','7','done',NULL,'{"changes": {"name": ["organization"]}}');
INSERT INTO "audit_event" VALUES(17,'2026-11-28 22:46:21.106592',NULL,NULL,'','','','ab_permission_view:create','7','done',NULL,'{"changes": {"permission_id": [3], "view_menu_id": [7]}}');
INSERT INTO "audit_event" VALUES(18,'2026-11-28 22:46:21.109589',NULL,NULL,'','','','ab_view_menu:create','8','done',NULL,'{"changes": {"name": ["training_class"]}}');
INSERT INTO "audit_event" VALUES(19,'2026-11-28 22:46:21.110614',NULL,NULL,'','','','ab_permission_view:create','8','done',NULL,'{"changes": {"permission_id": [3], "view_menu_id": [8]}}');
INSERT INTO "audit_event" VALUES(20,'2026-11-28 22:46:21.111190',NULL,NULL,'','','','ab_permission:create','4','done',NULL,'{"changes": {"name": ["can_final_review"]}}');
INSERT INTO "audit_event" VALUES(21,'2026-11-28 22:46:21.112173',NULL,NULL,'','','','ab_permission_view:create','9','done',NULL,'{"changes": {"permission_id": [4], "view_menu_id": [8]}}');
INSERT INTO "audit_event" VALUES(22,'2026-11-28 22:46:21.112687',NULL,NULL,'','','','ab_permission:create','5','done',NULL,'{"changes": {"name": ["can_first_review"]}}');
INSERT INTO "audit_event" VALUES(23,'2026-11-28 22:46:21.113551',NULL,NULL,'','','','ab_permission_view:create','10','done',NULL,'{"changes": {"permission_id": [5], "view_menu_id": [8]}}');
INSERT INTO "audit_event" VALUES(24,'2026-11-28 22:46:21.114063',NULL,NULL,'','','','ab_permission:create','6','done',NULL,'{"changes": {"name": ["can_hold"]}}');
INSERT INTO "audit_event" VALUES(25,'2026-11-28 22:46:21.115126',NULL,NULL,'','','','ab_permission_view:create','11','done',NULL,'{"changes": {"permission_id": [6], "view_menu_id": [8]}}');
INSERT INTO "audit_event" VALUES(26,'2026-11-28 22:46:21.115695',NULL,NULL,'','','','ab_permission:create','7','done',NULL,'{"changes": {"name": ["can_lock"]}}');
INSERT INTO "audit_event" VALUES(27,'2026-11-28 22:46:21.116186',NULL,NULL,'','','','ab_view_menu:create','9','done',NULL,'{"changes": {"name": ["account"]}}');
INSERT INTO "audit_event" VALUES(28,'2026-11-28 22:46:21.116873',NULL,NULL,'','','','ab_permission_view:create','12','done',NULL,'{"changes": {"permission_id": [7], "view_menu_id": [9]}}');
INSERT INTO "audit_event" VALUES(29,'2026-11-28 22:46:21.117367',NULL,NULL,'','','','ab_permission:create','8','done',NULL,'{"changes": {"name": ["can_offer"]}}');
INSERT INTO "audit_event" VALUES(30,'2026-11-28 22:46:21.118206',NULL,NULL,'','','','ab_permission_view:create','13','done',NULL,'{"changes": {"permission_id": [8], "view_menu_id": [8]}}');
INSERT INTO "audit_event" VALUES(31,'2026-11-28 22:46:21.118690',NULL,NULL,'','','','ab_permission:create','9','done',NULL,'{"changes": {"name": ["can_read"]}}');
INSERT INTO "audit_event" VALUES(32,'2026-11-28 22:46:21.119527',NULL,NULL,'','','','ab_permission_view:create','14','done',NULL,'{"changes": {"permission_id": [9], "view_menu_id": [3]}}');
INSERT INTO "audit_event" VALUES(33,'2026-11-28 22:46:21.120600',NULL,NULL,'','','','ab_permission_view:create','15','done',NULL,'{"changes": {"permission_id": [9], "view_menu_id": [9]}}');
INSERT INTO "audit_event" VALUES(34,'2026-11-28 22:46:21.121256',NULL,NULL,'','','','ab_view_menu:create','10','done',NULL,'{"changes": {"name": ["announcement"]}}');
INSERT INTO "audit_event" VALUES(35,'2026-11-28 22:46:21.121924',NULL,NULL,'','','','ab_permission_view:create','16','done',NULL,'{"changes": {"permission_id": [9], "view_menu_id": [10]}}');
INSERT INTO "audit_event" VALUES(36,'2026-11-28 22:46:21.122564',NULL,NULL,'','','','ab_view_menu:create','11','done',NULL,'{"changes": {"name": ["archive"]}}');
INSERT INTO "audit_event" VALUES(37,'2026-11-28 22:46:21.123360',NULL,NULL,'','','','ab_permission_view:create','17','done',NULL,'{"changes": {"permission_id": [9], "view_menu_id": [11]}}');
INSERT INTO "audit_event" VALUES(38,'2026-11-28 22:46:21.127188',NULL,NULL,'','','','ab_permission_view:create','18','done',NULL,'{"changes": {"permission_id": [9], "view_menu_id": [4]}}');
INSERT INTO "audit_event" VALUES(39,'2026-11-28 22:46:21.128540',NULL,NULL,'','','','ab_permission_view:create','19','done',NULL,'{"changes": {"permission_id": [9], "view_menu_id": [2]}}');
INSERT INTO "audit_event" VALUES(40,'2026-11-28 22:46:21.129257',NULL,NULL,'','','','ab_view_menu:create','12','done',NULL,'{"changes": {"name": ["enrollment"]}}');
INSERT INTO "audit_event" VALUES(41,'2026-11-28 22:46:21.130024',NULL,NULL,'','','','ab_permission_view:create','20','done',NULL,'{"changes": {"permission_id": [9], "view_menu_id": [12]}}');
INSERT INTO "audit_event" VALUES(42,'2026-11-28 22:46:21.130688',NULL,NULL,'','','','ab_view_menu:create','13','done',NULL,'{"changes": {"name": ["holiday"]}}');
INSERT INTO "audit_event" VALUES(43,'2026-11-28 22:46:21.131406',NULL,NULL,'','','','ab_permission_view:create','21','done',NULL,'{"changes": {"permission_id": [9], "view_menu_id": [13]}}');
INSERT INTO "audit_event" VALUES(44,'2026-11-28 22:46:21.132500',NULL,NULL,'','','','ab_permission_view:create','22','done',NULL,'{"changes": {"permission_id": [9], "view_menu_id": [5]}}');
INSERT INTO "audit_event" VALUES(45,'2026-11-28 22:46:21.133948',NULL,NULL,'','','','ab_permission_view:create','23','done',NULL,'{"changes": {"permission_id": [9], "view_menu_id": [1]}}');
INSERT INTO "audit_event" VALUES(46,'2026-11-28 22:46:21.134611',NULL,NULL,'','','','ab_view_menu:create','14','done',NULL,'{"changes": {"name": ["job"]}}');
INSERT INTO "audit_event" VALUES(47,'2026-11-28 22:46:21.135592',NULL,NULL,'','','','ab_permission_view:create','24','done',NULL,'{"changes": {"permission_id": [9], "view_menu_id": [14]}}');
INSERT INTO "audit_event" VALUES(48,'2026-11-28 22:46:21.137266',NULL,NULL,'','','','ab_permission_view:create','25','done',NULL,'{"changes": {"permission_id": [9], "view_menu_id": [6]}}');
INSERT INTO "audit_event" VALUES(49,'2026-11-28 22:46:21.138937',NULL,NULL,'','','','ab_view_menu:create','15','done',NULL,'{"changes": {"name": ["level_name"]}}');
INSERT INTO "audit_event" VALUES(50,'2026-11-28 22:46:21.139769',NULL,NULL,'','','','ab_permission_view:create','26','done',NULL,'{"changes": {"permission_id": [9], "view_menu_id": [15]}}');
INSERT INTO "audit_event" VALUES(51,'2026-11-28 22:46:21.142330',NULL,NULL,'','','','ab_view_menu:create','16','done',NULL,'{"changes": {"name": ["menu_entry"]}}');
INSERT INTO "audit_event" VALUES(52,'2026-11-28 22:46:21.143409',NULL,NULL,'','','','ab_permission_view:create','27','done',NULL,'{"changes": {"permission_id": [9], "view_menu_id": [16]}}');
INSERT INTO "audit_event" VALUES(53,'2026-11-28 22:46:21.148932',NULL,NULL,'','','','ab_view_menu:create','17','done',NULL,'{"changes": {"name": ["notice"]}}');
INSERT INTO "audit_event" VALUES(54,'2026-11-28 22:46:21.150113',NULL,NULL,'','','','ab_permission_view:create','28','done',NULL,'{"changes": {"permission_id": [9], "view_menu_id": [17]}}');
INSERT INTO "audit_event" VALUES(55,'2026-11-28 22:46:21.151717',NULL,NULL,'','','','ab_permission_view:create','29','done',NULL,'{"changes": {"permission_id": [9], "view_menu_id": [7]}}');
INSERT INTO "audit_event" VALUES(56,'2026-11-28 22:46:21.153923',NULL,NULL,'','','','ab_view_menu:create','18','done',NULL,'{"changes": {"name": ["own_data"]}}');
INSERT INTO "audit_event" VALUES(57,'2026-11-28 22:46:21.155387',NULL,NULL,'','','','ab_permission_view:create','30','done',NULL,'{"changes": {"permission_id": [9], "view_menu_id": [18]}}');
INSERT INTO "audit_event" VALUES(58,'2026-11-28 22:46:21.159218',NULL,NULL,'','','','ab_view_menu:create','19','done',NULL,'{"changes": {"name": ["platform"]}}');
INSERT INTO "audit_event" VALUES(59,'2026-11-28 22:46:21.164625',NULL,NULL,'','','','ab_permission_view:create','31','done',NULL,'{"changes": {"permission_id": [9], "view_menu_id": [19]}}');
INSERT INTO "audit_event" VALUES(60,'2026-11-28 22:46:21.166061',NULL,NULL,'','','','ab_view_menu:create','20','done',NULL,'{"changes": {"name": ["review_route"]}}');
INSERT INTO "audit_event" VALUES(61,'2026-11-28 22:46:21.167133',NULL,NULL,'','','','ab_permission_view:create','32','done',NULL,'{"changes": {"permission_id": [9], "view_menu_id": [20]}}');
INSERT INTO "audit_event" VALUES(62,'2026-11-28 22:46:21.167966',NULL,NULL,'','','','ab_view_menu:create','21','done',NULL,'{"changes": {"name": ["role"]}}');
INSERT INTO "audit_event" VALUES(63,'2026-11-28 22:46:21.168935',NULL,NULL,'','','','ab_permission_view:create','33','done',NULL,'{"changes": {"permission_id": [9], "view_menu_id": [21]}}');
INSERT INTO "audit_event" VALUES(64,'2026-11-28 22:46:21.169630',NULL,NULL,'','','','ab_view_menu:create','22','done',NULL,'{"changes": {"name": ["setting"]}}');
INSERT INTO "audit_event" VALUES(65,'2026-11-28 22:46:21.170333',NULL,NULL,'','','','ab_permission_view:create','34','done',NULL,'{"changes": {"permission_id": [9], "view_menu_id": [22]}}');
INSERT INTO "audit_event" VALUES(66,'2026-11-28 22:46:21.170996',NULL,NULL,'','','','ab_view_menu:create','23','done',NULL,'{"changes": {"name": ["substitute"]}}');
INSERT INTO "audit_event" VALUES(67,'2026-11-28 22:46:21.180131',NULL,NULL,'','','','ab_permission_view:create','35','done',NULL,'{"changes": {"permission_id": [9], "view_menu_id": [23]}}');
INSERT INTO "audit_event" VALUES(68,'2026-11-28 22:46:21.205109',NULL,NULL,'','','','ab_permission_view:create','36','done',NULL,'{"changes": {"permission_id": [9], "view_menu_id": [8]}}');
INSERT INTO "audit_event" VALUES(69,'2026-11-28 22:46:21.232471',NULL,NULL,'','','','ab_permission:create','10','done',NULL,'{"changes": {"name": ["can_write"]}}');
INSERT INTO "audit_event" VALUES(70,'2026-11-28 22:46:21.234630',NULL,NULL,'','','','ab_permission_view:create','37','done',NULL,'{"changes": {"permission_id": [10], "view_menu_id": [3]}}');
INSERT INTO "audit_event" VALUES(71,'2026-11-28 22:46:21.240595',NULL,NULL,'','','','ab_permission_view:create','38','done',NULL,'{"changes": {"permission_id": [10], "view_menu_id": [9]}}');
INSERT INTO "audit_event" VALUES(72,'2026-11-28 22:46:21.242230',NULL,NULL,'','','','ab_permission_view:create','39','done',NULL,'{"changes": {"permission_id": [10], "view_menu_id": [10]}}');
INSERT INTO "audit_event" VALUES(73,'2026-11-28 22:46:21.243329',NULL,NULL,'','','','ab_permission_view:create','40','done',NULL,'{"changes": {"permission_id": [10], "view_menu_id": [2]}}');
INSERT INTO "audit_event" VALUES(74,'2026-11-28 22:46:21.261419',NULL,NULL,'','','','ab_permission_view:create','41','done',NULL,'{"changes": {"permission_id": [10], "view_menu_id": [12]}}');
INSERT INTO "audit_event" VALUES(75,'2026-11-28 22:46:21.274270',NULL,NULL,'','','','ab_permission_view:create','42','done',NULL,'{"changes": {"permission_id": [10], "view_menu_id": [13]}}');
INSERT INTO "audit_event" VALUES(76,'2026-11-28 22:46:21.288482',NULL,NULL,'','','','ab_permission_view:create','43','done',NULL,'{"changes": {"permission_id": [10], "view_menu_id": [6]}}');
INSERT INTO "audit_event" VALUES(77,'2026-11-28 22:46:21.289929',NULL,NULL,'','','','ab_permission_view:create','44','done',NULL,'{"changes": {"permission_id": [10], "view_menu_id": [15]}}');
INSERT INTO "audit_event" VALUES(78,'2026-11-28 22:46:21.291077',NULL,NULL,'','','','ab_permission_view:create','45','done',NULL,'{"changes": {"permission_id": [10], "view_menu_id": [16]}}');
INSERT INTO "audit_event" VALUES(79,'2026-11-28 22:46:21.308686',NULL,NULL,'','','','ab_permission_view:create','46','done',NULL,'{"changes": {"permission_id": [10], "view_menu_id": [7]}}');
INSERT INTO "audit_event" VALUES(80,'2026-11-28 22:46:21.310784',NULL,NULL,'','','','ab_permission_view:create','47','done',NULL,'{"changes": {"permission_id": [10], "view_menu_id": [18]}}');
INSERT INTO "audit_event" VALUES(81,'2026-11-28 22:46:21.328997',NULL,NULL,'','','','ab_permission_view:create','48','done',NULL,'{"changes": {"permission_id": [10], "view_menu_id": [19]}}');
INSERT INTO "audit_event" VALUES(82,'2026-11-28 22:46:21.331021',NULL,NULL,'','','','ab_permission_view:create','49','done',NULL,'{"changes": {"permission_id": [10], "view_menu_id": [20]}}');
INSERT INTO "audit_event" VALUES(83,'2026-11-28 22:46:21.350056',NULL,NULL,'','','','ab_permission_view:create','50','done',NULL,'{"changes": {"permission_id": [10], "view_menu_id": [21]}}');
INSERT INTO "audit_event" VALUES(84,'2026-11-28 22:46:21.359795',NULL,NULL,'','','','ab_permission_view:create','51','done',NULL,'{"changes": {"permission_id": [10], "view_menu_id": [22]}}');
INSERT INTO "audit_event" VALUES(85,'2026-11-28 22:46:21.362081',NULL,NULL,'','','','ab_permission_view:create','52','done',NULL,'{"changes": {"permission_id": [10], "view_menu_id": [23]}}');
INSERT INTO "audit_event" VALUES(86,'2026-11-28 22:46:21.363324',NULL,NULL,'','','','ab_permission_view:create','53','done',NULL,'{"changes": {"permission_id": [10], "view_menu_id": [8]}}');
INSERT INTO "audit_event" VALUES(87,'2026-11-28 22:46:21.379194',NULL,NULL,'','','','ab_role:create','1','done',NULL,'{"changes": {"name": ["system:administrator"]}}');
INSERT INTO "audit_event" VALUES(88,'2026-11-28 22:46:21.403504',NULL,NULL,'','','','role_profile:create','1','done',NULL,'{"changes": {"role_id": [1], "platform_id": [null], "code": ["administrator"], "kind": ["system"], "label": ["\u7cfb\u7edf\u7ba1\u7406\u5458"], "label_en": ["System administrator"]}}');
INSERT INTO "audit_event" VALUES(89,'2026-11-28 22:46:21.479253',NULL,NULL,'','','','platform:create','1','done',NULL,'{"changes": {"code": ["dalian"], "name": ["\u793a\u8303\u5e02\u5e72\u90e8\u7ee7\u7eed\u6559\u80b2\u5b66\u5206\u7ba1\u7406\u5e73\u53f0"], "zone": ["Asia/Shanghai"], "preset": ["dalian"], "menu_mark": ["3b033a34acbf1cb634ed1e4bb694053d143a3de55568b3663e28b120bdca68e7"]}}');
INSERT INTO "audit_event" VALUES(90,'2026-11-28 22:46:21.486652',NULL,NULL,'','','','organization:create','1','done',NULL,'{"changes": {"platform_id": [1], "category": ["bureau"], "level": [1], "path": ["6c74e402/"], "name": ["\u793a\u8303\u5e02\u4eba\u529b\u8d44\u6e90\u548c\u793e\u4f1a\u4fdd\u969c\u5c40"], "credit_code": ["12210200JG7LCMK1XC"], "region": ["\u793a\u8303\u5e02"]}}');
INSERT INTO "audit_event" VALUES(91,'2026-11-28 22:46:21.497365',NULL,NULL,'','','','policy_row:create','1','done',NULL,'{"changes": {"platform_id": [1], "name": ["hours_word"], "from_year": [2000], "value": [{"zh": "\u5b66\u5206", "en": "credits"}]}}');
INSERT INTO "audit_event" VALUES(92,'2026-11-28 22:46:21.499385',NULL,NULL,'','','','policy_row:create','2','done',NULL,'{"changes": {"platform_id": [1], "name": ["attendance_required"], "from_year": [2000], "value": [true]}}');
INSERT INTO "audit_event" VALUES(93,'2026-11-28 22:46:21.499560',NULL,NULL,'','','','policy_row:create','3','done',NULL,'{"changes": {"platform_id": [1], "name": ["common_phrases"], "from_year": [2000], "value": [["\u6750\u6599\u4e0d\u5b8c\u6574\uff0c\u8bf7\u8865\u5145\u3002", "\u8bf7\u8865\u5145\u6bcf\u5929\u7684\u8bfe\u7a0b\u5b89\u6392\u3002", "\u5b66\u5206\u4e0e\u57f9\u8bad\u65f6\u957f\u4e0d\u7b26\u3002", "\u4e0d\u5c5e\u4e8e\u7ee7\u7eed\u6559\u80b2\u5b66\u5206\u8303\u56f4\u3002"]]}}');
INSERT INTO "audit_event" VALUES(94,'2026-11-28 22:46:21.501454',NULL,NULL,'','','','level_name:create','1','done',NULL,'{"changes": {"platform_id": [1], "level": [1], "label": ["\u4e00\u7ea7\u5355\u4f4d"], "label_en": ["Level-1 unit"]}}');
INSERT INTO "audit_event" VALUES(95,'2026-11-28 22:46:21.501648',NULL,NULL,'','','','level_name:create','2','done',NULL,'{"changes": {"platform_id": [1], "level": [2], "label": ["\u4e8c\u7ea7\u5355\u4f4d"], "label_en": ["Level-2 unit"]}}');
INSERT INTO "audit_event" VALUES(96,'2026-11-28 22:46:21.501752',NULL,NULL,'','','','level_name:create','3','done',NULL,'{"changes": {"platform_id": [1], "level": [3], "label": ["\u4e09\u7ea7\u5355\u4f4d"], "label_en": ["Level-3 unit"]}}');
INSERT INTO "audit_event" VALUES(97,'2026-11-28 22:46:21.503240',NULL,NULL,'','','','hour_category:create','1','done',NULL,'{"changes": {"platform_id": [1], "code": ["compulsory"], "label": ["\u5fc5\u4fee"], "label_en": ["Compulsory"], "seq": [0]}}');
INSERT INTO "audit_event" VALUES(98,'2026-11-28 22:46:21.503406',NULL,NULL,'','','','hour_category:create','2','done',NULL,'{"changes": {"platform_id": [1], "code": ["elective"], "label": ["\u9009\u4fee"], "label_en": ["Elective"], "seq": [1]}}');
INSERT INTO "audit_event" VALUES(99,'2026-11-28 22:46:21.536167',NULL,NULL,'','','','rule_set:create','1','done',NULL,'{"changes": {"platform_id": [1], "from_year": [2000], "note": [""], "made_by": [""]}}');
INSERT INTO "audit_event" VALUES(100,'2026-11-28 22:46:21.536612',NULL,NULL,'','','','hour_rule:create','1','done',NULL,'{"changes": {"platform_id": [1], "rule_set_id": [1], "seq": [1], "kind": ["minimum"], "category_id": [1], "group_by": [""], "group_value": [""], "source": [""], "per": [""], "amount": ["30"], "number": [null], "start_year": [null], "part": [null], "whole": [null], "rounding": [""]}}');
INSERT INTO "audit_event" VALUES(101,'2026-11-28 22:46:21.536875',NULL,NULL,'','','','hour_rule:create','2','done',NULL,'{"changes": {"platform_id": [1], "rule_set_id": [1], "seq": [2], "kind": ["minimum"], "category_id": [2], "group_by": [""], "group_value": [""], "source": [""], "per": [""], "amount": ["20"], "number": [null], "start_year": [null], "part": [null], "whole": [null], "rounding": [""]}}');
INSERT INTO "audit_event" VALUES(102,'2026-11-28 22:46:21.545468',NULL,NULL,'','','','ab_role:create','2','done',NULL,'{"changes": {"name": ["dalian:level1"]}}');
INSERT INTO "audit_event" VALUES(103,'2026-11-28 22:46:21.546683',NULL,NULL,'','','','role_profile:create','2','done',NULL,'{"changes": {"role_id": [2], "platform_id": [1], "code": ["level1"], "kind": ["platform"], "label": ["\u4e00\u7ea7\u7ba1\u7406\u5458"], "label_en": ["Level-1 administrator"]}}');
INSERT INTO "audit_event" VALUES(104,'2026-11-28 22:46:21.569577',NULL,NULL,'','','','ab_permission:create','11','done',NULL,'{"changes": {"name": ["can_import"]}}');
INSERT INTO "audit_event" VALUES(105,'2026-11-28 22:46:21.570942',NULL,NULL,'','','','ab_permission_view:create','54','done',NULL,'{"changes": {"permission_id": [11], "view_menu_id": [7]}}');
INSERT INTO "audit_event" VALUES(106,'2026-11-28 22:46:21.579125',NULL,NULL,'','','','ab_permission_view:create','55','done',NULL,'{"changes": {"permission_id": [11], "view_menu_id": [6]}}');
INSERT INTO "audit_event" VALUES(107,'2026-11-28 22:46:21.614619',NULL,NULL,'','','','ab_permission_view:create','56','done',NULL,'{"changes": {"permission_id": [11], "view_menu_id": [12]}}');
INSERT INTO "audit_event" VALUES(108,'2026-11-28 22:46:21.625326',NULL,NULL,'','','','ab_permission_view:create','57','done',NULL,'{"changes": {"permission_id": [3], "view_menu_id": [12]}}');
INSERT INTO "audit_event" VALUES(109,'2026-11-28 22:46:21.633512',NULL,NULL,'','','','ab_permission:create','12','done',NULL,'{"changes": {"name": ["can_post_closed"]}}');
INSERT INTO "audit_event" VALUES(110,'2026-11-28 22:46:21.635081',NULL,NULL,'','','','ab_permission_view:create','58','done',NULL,'{"changes": {"permission_id": [12], "view_menu_id": [5]}}');
INSERT INTO "audit_event" VALUES(111,'2026-11-28 22:46:21.696609',NULL,NULL,'','','','ab_permission_view:create','59','done',NULL,'{"changes": {"permission_id": [11], "view_menu_id": [13]}}');
INSERT INTO "audit_event" VALUES(112,'2026-11-28 22:46:21.713317',NULL,NULL,'','','','ab_role:create','3','done',NULL,'{"changes": {"name": ["dalian:level2"]}}');
INSERT INTO "audit_event" VALUES(113,'2026-11-28 22:46:21.715543',NULL,NULL,'','','','role_profile:create','3','done',NULL,'{"changes": {"role_id": [3], "platform_id": [1], "code": ["level2"], "kind": ["administrator"], "label": ["\u4e8c\u7ea7\u7ba1\u7406\u5458"], "label_en": ["Level-2 administrator"]}}');
INSERT INTO "audit_event" VALUES(114,'2026-11-28 22:46:21.765923',NULL,NULL,'','','','ab_role:create','4','done',NULL,'{"changes": {"name": ["dalian:level3"]}}');
INSERT INTO "audit_event" VALUES(115,'2026-11-28 22:46:21.772144',NULL,NULL,'','','','role_profile:create','4','done',NULL,'{"changes": {"role_id": [4], "platform_id": [1], "code": ["level3"], "kind": ["administrator"], "label": ["\u4e09\u7ea7\u7ba1\u7406\u5458"], "label_en": ["Level-3 administrator"]}}');
INSERT INTO "audit_event" VALUES(116,'2026-11-28 22:46:21.832049',NULL,NULL,'','','','ab_role:create','5','done',NULL,'{"changes": {"name": ["dalian:auditor"]}}');
INSERT INTO "audit_event" VALUES(117,'2026-11-28 22:46:21.837719',NULL,NULL,'','','','role_profile:create','5','done',NULL,'{"changes": {"role_id": [5], "platform_id": [1], "code": ["auditor"], "kind": ["auditor"], "label": ["\u5b89\u5168\u5ba1\u8ba1\u5458"], "label_en": ["Auditor"]}}');
INSERT INTO "audit_event" VALUES(118,'2026-11-28 22:46:21.856449',NULL,NULL,'','','','ab_role:create','6','done',NULL,'{"changes": {"name": ["dalian:security"]}}');
INSERT INTO "audit_event" VALUES(119,'2026-11-28 22:46:21.858002',NULL,NULL,'','','','role_profile:create','6','done',NULL,'{"changes": {"role_id": [6], "platform_id": [1], "code": ["security"], "kind": ["security"], "label": ["\u5b89\u5168\u7ba1\u7406\u5458"], "label_en": ["Security administrator"]}}');
INSERT INTO "audit_event" VALUES(120,'2026-11-28 22:46:21.880354',NULL,NULL,'','','','ab_role:create','7','done',NULL,'{"changes": {"name": ["dalian:learner"]}}');
INSERT INTO "audit_event" VALUES(121,'2026-11-28 22:46:21.882480',NULL,NULL,'','','','role_profile:create','7','done',NULL,'{"changes": {"role_id": [7], "platform_id": [1], "code": ["learner"], "kind": ["learner"], "label": ["\u5b66\u5458"], "label_en": ["Learner"]}}');
INSERT INTO "audit_event" VALUES(122,'2026-11-28 22:46:21.935594',NULL,NULL,'','','','review_route:create','1','done',NULL,'{"changes": {"platform_id": [1], "kind": ["training_class"], "owner_level": [3], "name": ["\u4e09\u7ea7\u5355\u4f4d\u57f9\u8bad\u9879\u76ee"], "revocable_by": ["both"]}}');
INSERT INTO "audit_event" VALUES(123,'2026-11-28 22:46:21.941930',NULL,NULL,'','','','route_step:create','1','done',NULL,'{"changes": {"platform_id": [1], "route_id": [1], "seq": [1], "name": ["\u521d\u5ba1"], "name_en": ["First review"], "who": ["ancestor"], "level": [2], "permission": ["first_review"], "working_days": [5]}}');
INSERT INTO "audit_event" VALUES(124,'2026-11-28 22:46:21.942255',NULL,NULL,'','','','route_step:create','2','done',NULL,'{"changes": {"platform_id": [1], "route_id": [1], "seq": [2], "name": ["\u7ec8\u5ba1"], "name_en": ["Final review"], "who": ["root"], "permission": ["final_review"], "working_days": [5]}}');
INSERT INTO "audit_event" VALUES(125,'2026-11-28 22:46:21.942474',NULL,NULL,'','','','review_route:create','2','done',NULL,'{"changes": {"platform_id": [1], "kind": ["training_class"], "owner_level": [2], "name": ["\u4e8c\u7ea7\u5355\u4f4d\u57f9\u8bad\u9879\u76ee"]}}');
INSERT INTO "audit_event" VALUES(126,'2026-11-28 22:46:21.942666',NULL,NULL,'','','','route_step:create','3','done',NULL,'{"changes": {"platform_id": [1], "route_id": [2], "seq": [1], "name": ["\u521d\u5ba1"], "name_en": ["First review"], "who": ["own_unit"], "permission": ["first_review"], "self_review": [true]}}');
INSERT INTO "audit_event" VALUES(127,'2026-11-28 22:46:21.942861',NULL,NULL,'','','','route_step:create','4','done',NULL,'{"changes": {"platform_id": [1], "route_id": [2], "seq": [2], "name": ["\u7ec8\u5ba1"], "name_en": ["Final review"], "who": ["root"], "permission": ["final_review"]}}');
INSERT INTO "audit_event" VALUES(128,'2026-11-28 22:46:21.943045',NULL,NULL,'','','','review_route:create','3','done',NULL,'{"changes": {"platform_id": [1], "kind": ["training_class"], "owner_level": [1], "name": ["\u4e00\u7ea7\u5355\u4f4d\u57f9\u8bad\u9879\u76ee"]}}');
INSERT INTO "audit_event" VALUES(129,'2026-11-28 22:46:21.943220',NULL,NULL,'','','','review_route:create','4','done',NULL,'{"changes": {"platform_id": [1], "kind": ["training_class"], "type": ["online"], "owner_level": [1], "name": ["\u7f51\u4e0a\u62a5\u540d\u57f9\u8bad"]}}');
INSERT INTO "audit_event" VALUES(130,'2026-11-28 22:46:21.943388',NULL,NULL,'','','','review_route:create','5','done',NULL,'{"changes": {"platform_id": [1], "kind": ["training_class"], "type": ["direct"], "owner_level": [2], "name": ["\u5883\u5185\u5916\u57f9\u8bad"]}}');
INSERT INTO "audit_event" VALUES(131,'2026-11-28 22:46:21.970718',NULL,NULL,'','','','menu_entry:create','1','done',NULL,'{"changes": {"platform_id": [1], "seq": [1], "heading": ["\u57f9\u8bad\u7ba1\u7406"], "heading_en": ["Training"], "label": ["\u5f85\u6211\u5ba1\u6838"], "label_en": ["Waiting for me"], "icon": ["inbox"], "target": ["InboxView"]}}');
INSERT INTO "audit_event" VALUES(132,'2026-11-28 22:46:21.971224',NULL,NULL,'','','','menu_entry:create','2','done',NULL,'{"changes": {"platform_id": [1], "seq": [2], "heading": ["\u57f9\u8bad\u7ba1\u7406"], "heading_en": ["Training"], "label": ["\u57f9\u8bad\u9879\u76ee\u7533\u62a5"], "label_en": ["Declare projects"], "icon": ["clipboard-check"], "target": ["DeclarationView"]}}');
INSERT INTO "audit_event" VALUES(133,'2026-11-28 22:46:21.971432',NULL,NULL,'','','','menu_entry:create','3','done',NULL,'{"changes": {"platform_id": [1], "seq": [3], "heading": ["\u57f9\u8bad\u7ba1\u7406"], "heading_en": ["Training"], "label": ["\u57f9\u8bad\u9879\u76ee\u521d\u5ba1"], "label_en": ["First review"], "icon": ["rubber-stamp"], "target": ["FirstReviewView"]}}');
INSERT INTO "audit_event" VALUES(134,'2026-11-28 22:46:21.971612',NULL,NULL,'','','','menu_entry:create','4','done',NULL,'{"changes": {"platform_id": [1], "seq": [4], "heading": ["\u57f9\u8bad\u7ba1\u7406"], "heading_en": ["Training"], "label": ["\u57f9\u8bad\u9879\u76ee\u7ec8\u5ba1"], "label_en": ["Final review"], "icon": ["rubber-stamp"], "target": ["FinalReviewView"]}}');
INSERT INTO "audit_event" VALUES(135,'2026-11-28 22:46:21.980433',NULL,NULL,'','','','menu_entry:create','5','done',NULL,'{"changes": {"platform_id": [1], "seq": [5], "heading": ["\u57f9\u8bad\u7ba1\u7406"], "heading_en": ["Training"], "label": ["\u57f9\u8bad\u9879\u76ee\u5b66\u5458\u7ef4\u62a4"], "label_en": ["Project people"], "icon": ["school"], "target": ["ClassPeopleView"]}}');
INSERT INTO "audit_event" VALUES(136,'2026-11-28 22:46:21.980727',NULL,NULL,'','','','menu_entry:create','6','done',NULL,'{"changes": {"platform_id": [1], "seq": [6], "heading": ["\u57f9\u8bad\u7ba1\u7406"], "heading_en": ["Training"], "label": ["\u5883\u5185\u5916\u57f9\u8bad\u7ba1\u7406"], "label_en": ["Training inside and outside the country"], "icon": ["map-search"], "target": ["DirectClassView"]}}');
INSERT INTO "audit_event" VALUES(137,'2026-11-28 22:46:21.980935',NULL,NULL,'','','','menu_entry:create','7','done',NULL,'{"changes": {"platform_id": [1], "seq": [7], "heading": ["\u57f9\u8bad\u7ba1\u7406"], "heading_en": ["Training"], "label": ["\u7f51\u4e0a\u62a5\u540d\u7ba1\u7406"], "label_en": ["Online enrollment: classes"], "icon": ["clipboard-list"], "target": ["OnlineClassView"]}}');
INSERT INTO "audit_event" VALUES(138,'2026-11-28 22:46:21.981123',NULL,NULL,'','','','menu_entry:create','8','done',NULL,'{"changes": {"platform_id": [1], "seq": [8], "heading": ["\u57f9\u8bad\u7ba1\u7406"], "heading_en": ["Training"], "label": ["\u7f51\u4e0a\u62a5\u540d"], "label_en": ["Online enrollment"], "icon": ["user-plus"], "target": ["CatalogueView"]}}');
INSERT INTO "audit_event" VALUES(139,'2026-11-28 22:46:21.981355',NULL,NULL,'','','','menu_entry:create','9','done',NULL,'{"changes": {"platform_id": [1], "seq": [9], "heading": ["\u57f9\u8bad\u7ba1\u7406"], "heading_en": ["Training"], "label": ["\u6211\u7684\u57f9\u8bad\u73ed"], "label_en": ["My classes"], "icon": ["school"], "target": ["MyClassView"]}}');
INSERT INTO "audit_event" VALUES(140,'2026-11-28 22:46:21.981546',NULL,NULL,'','','','menu_entry:create','10','done',NULL,'{"changes": {"platform_id": [1], "seq": [10], "heading": ["\u5b66\u5206\u7ba1\u7406"], "heading_en": ["Credits"], "label": ["\u5e74\u5ea6\u5b8c\u6210\u60c5\u51b5"], "label_en": ["Standing by year"], "icon": ["progress"], "target": ["StandingView"]}}');
INSERT INTO "audit_event" VALUES(141,'2026-11-28 22:46:21.981730',NULL,NULL,'','','','menu_entry:create','11','done',NULL,'{"changes": {"platform_id": [1], "seq": [11], "heading": ["\u5b66\u5206\u7ba1\u7406"], "heading_en": ["Credits"], "label": ["\u5b66\u5206\u67e5\u8be2"], "label_en": ["Credits of people"], "icon": ["chart-bar"], "target": ["LearnerYearView"]}}');
INSERT INTO "audit_event" VALUES(142,'2026-11-28 22:46:21.981897',NULL,NULL,'','','','menu_entry:create','12','done',NULL,'{"changes": {"platform_id": [1], "seq": [12], "heading": ["\u5b66\u5206\u7ba1\u7406"], "heading_en": ["Credits"], "label": ["\u6211\u7684\u5b66\u5206"], "label_en": ["My credits"], "icon": ["certificate"], "target": ["ArchiveView"]}}');
INSERT INTO "audit_event" VALUES(143,'2026-11-28 22:46:21.982069',NULL,NULL,'','','','menu_entry:create','13','done',NULL,'{"changes": {"platform_id": [1], "seq": [13], "heading": ["\u57fa\u7840\u4fe1\u606f"], "heading_en": ["Master data"], "label": ["\u5355\u4f4d\u7ba1\u7406"], "label_en": ["Organizations"], "icon": ["building-bank"], "target": ["OrganizationView"]}}');
INSERT INTO "audit_event" VALUES(144,'2026-11-28 22:46:21.982249',NULL,NULL,'','','','menu_entry:create','14','done',NULL,'{"changes": {"platform_id": [1], "seq": [14], "heading": ["\u57fa\u7840\u4fe1\u606f"], "heading_en": ["Master data"], "label": ["\u90e8\u95e8\u7ba1\u7406"], "label_en": ["Departments"], "icon": ["building-community"], "target": ["DepartmentView"]}}');
INSERT INTO "audit_event" VALUES(145,'2026-11-28 22:46:21.982430',NULL,NULL,'','','','menu_entry:create','15','done',NULL,'{"changes": {"platform_id": [1], "seq": [15], "heading": ["\u57fa\u7840\u4fe1\u606f"], "heading_en": ["Master data"], "label": ["\u7ec4\u7ec7\u67b6\u6784"], "label_en": ["Organization tree"], "icon": ["sitemap"], "target": ["TreeView"]}}');
INSERT INTO "audit_event" VALUES(146,'2026-11-28 22:46:21.982770',NULL,NULL,'','','','menu_entry:create','16','done',NULL,'{"changes": {"platform_id": [1], "seq": [16], "heading": ["\u57fa\u7840\u4fe1\u606f"], "heading_en": ["Master data"], "label": ["\u4eba\u5458\u7ba1\u7406"], "label_en": ["People"], "icon": ["users"], "target": ["LearnerView"]}}');
INSERT INTO "audit_event" VALUES(147,'2026-11-28 22:46:21.982996',NULL,NULL,'','','','menu_entry:create','17','done',NULL,'{"changes": {"platform_id": [1], "seq": [17], "heading": ["\u57fa\u7840\u4fe1\u606f"], "heading_en": ["Master data"], "label": ["\u8bf7\u5047\u4e0e\u514d\u4fee"], "label_en": ["Leave and exemptions"], "icon": ["calendar-event"], "target": ["AbsenceView"]}}');
INSERT INTO "audit_event" VALUES(148,'2026-11-28 22:46:21.983188',NULL,NULL,'','','','menu_entry:create','18','done',NULL,'{"changes": {"platform_id": [1], "seq": [18], "heading": ["\u57fa\u7840\u4fe1\u606f"], "heading_en": ["Master data"], "label": ["\u8c03\u5165\u786e\u8ba4"], "label_en": ["People moving in"], "icon": ["user-check"], "target": ["IncomingView"]}}');
INSERT INTO "audit_event" VALUES(149,'2026-11-28 22:46:21.983368',NULL,NULL,'','','','menu_entry:create','19','done',NULL,'{"changes": {"platform_id": [1], "seq": [19], "heading": ["\u57fa\u7840\u4fe1\u606f"], "heading_en": ["Master data"], "label": ["\u8c03\u51fa\u7533\u8bf7"], "label_en": ["People moving out"], "icon": ["user-plus"], "target": ["OutgoingView"]}}');
INSERT INTO "audit_event" VALUES(150,'2026-11-28 22:46:21.983542',NULL,NULL,'','','','menu_entry:create','20','done',NULL,'{"changes": {"platform_id": [1], "seq": [20], "heading": ["\u57fa\u7840\u4fe1\u606f"], "heading_en": ["Master data"], "label": ["\u6211\u7684\u4fe1\u606f"], "label_en": ["My information"], "icon": ["user-circle"], "target": ["OwnView"]}}');
INSERT INTO "audit_event" VALUES(151,'2026-11-28 22:46:21.989007',NULL,NULL,'','','','menu_entry:create','21','done',NULL,'{"changes": {"platform_id": [1], "seq": [21], "heading": ["\u8d26\u53f7\u4e0e\u6743\u9650"], "heading_en": ["Accounts"], "label": ["\u8d26\u53f7\u7ba1\u7406"], "label_en": ["Accounts"], "icon": ["id-badge-2"], "target": ["AppointmentView"]}}');
INSERT INTO "audit_event" VALUES(152,'2026-11-28 22:46:21.989841',NULL,NULL,'','','','menu_entry:create','22','done',NULL,'{"changes": {"platform_id": [1], "seq": [22], "heading": ["\u8d26\u53f7\u4e0e\u6743\u9650"], "heading_en": ["Accounts"], "label": ["\u89d2\u8272\u7ba1\u7406"], "label_en": ["Roles"], "icon": ["key"], "target": ["RoleView"]}}');
INSERT INTO "audit_event" VALUES(153,'2026-11-28 22:46:21.990131',NULL,NULL,'','','','menu_entry:create','23','done',NULL,'{"changes": {"platform_id": [1], "seq": [23], "heading": ["\u8d26\u53f7\u4e0e\u6743\u9650"], "heading_en": ["Accounts"], "label": ["\u6211\u7684\u4ee3\u7406\u4eba"], "label_en": ["My substitutes"], "icon": ["user-check"], "target": ["SubstituteView"]}}');
INSERT INTO "audit_event" VALUES(154,'2026-11-28 22:46:21.990347',NULL,NULL,'','','','menu_entry:create','24','done',NULL,'{"changes": {"platform_id": [1], "seq": [24], "heading": ["\u5e73\u53f0\u8bbe\u7f6e"], "heading_en": ["Platform"], "label": ["\u53c2\u6570\u8bbe\u7f6e"], "label_en": ["Settings by year"], "icon": ["settings"], "target": ["SettingView"]}}');
INSERT INTO "audit_event" VALUES(155,'2026-11-28 22:46:21.990537',NULL,NULL,'','','','menu_entry:create','25','done',NULL,'{"changes": {"platform_id": [1], "seq": [25], "heading": ["\u5e73\u53f0\u8bbe\u7f6e"], "heading_en": ["Platform"], "label": ["\u5b66\u5206\u7c7b\u522b"], "label_en": ["Categories"], "icon": ["list-details"], "target": ["CategoryView"]}}');
INSERT INTO "audit_event" VALUES(156,'2026-11-28 22:46:21.990717',NULL,NULL,'','','','menu_entry:create','26','done',NULL,'{"changes": {"platform_id": [1], "seq": [26], "heading": ["\u5e73\u53f0\u8bbe\u7f6e"], "heading_en": ["Platform"], "label": ["\u5b66\u5206\u89c4\u5219"], "label_en": ["Rules by year"], "icon": ["adjustments-horizontal"], "target": ["RulesView"]}}');
INSERT INTO "audit_event" VALUES(157,'2026-11-28 22:46:21.990895',NULL,NULL,'','','','menu_entry:create','27','done',NULL,'{"changes": {"platform_id": [1], "seq": [27], "heading": ["\u5e73\u53f0\u8bbe\u7f6e"], "heading_en": ["Platform"], "label": ["\u5e74\u5ea6\u5173\u95ed"], "label_en": ["Closing of years"], "icon": ["lock"], "target": ["ClosedYearView"]}}');
INSERT INTO "audit_event" VALUES(158,'2026-11-28 22:46:21.991074',NULL,NULL,'','','','menu_entry:create','28','done',NULL,'{"changes": {"platform_id": [1], "seq": [28], "heading": ["\u5e73\u53f0\u8bbe\u7f6e"], "heading_en": ["Platform"], "label": ["\u5ba1\u6838\u6d41\u7a0b"], "label_en": ["Review routes"], "icon": ["switch-horizontal"], "target": ["RouteView"]}}');
INSERT INTO "audit_event" VALUES(159,'2026-11-28 22:46:21.991238',NULL,NULL,'','','','menu_entry:create','29','done',NULL,'{"changes": {"platform_id": [1], "seq": [29], "heading": ["\u5e73\u53f0\u8bbe\u7f6e"], "heading_en": ["Platform"], "label": ["\u7ea7\u522b\u540d\u79f0"], "label_en": ["Names of levels"], "icon": ["sitemap"], "target": ["LevelView"]}}');
INSERT INTO "audit_event" VALUES(160,'2026-11-28 22:46:21.991417',NULL,NULL,'','','','menu_entry:create','30','done',NULL,'{"changes": {"platform_id": [1], "seq": [30], "heading": ["\u5e73\u53f0\u8bbe\u7f6e"], "heading_en": ["Platform"], "label": ["\u83dc\u5355\u7ba1\u7406"], "label_en": ["Menu"], "icon": ["list-details"], "target": ["MenuView"]}}');
INSERT INTO "audit_event" VALUES(161,'2026-11-28 22:46:21.991593',NULL,NULL,'','','','menu_entry:create','31','done',NULL,'{"changes": {"platform_id": [1], "seq": [31], "heading": ["\u5e73\u53f0\u8bbe\u7f6e"], "heading_en": ["Platform"], "label": ["\u8282\u5047\u65e5\u4e0e\u8c03\u4f11"], "label_en": ["Holidays"], "icon": ["calendar-event"], "target": ["HolidayView"]}}');
INSERT INTO "audit_event" VALUES(162,'2026-11-28 22:46:22.000168',NULL,NULL,'','','','menu_entry:create','32','done',NULL,'{"changes": {"platform_id": [1], "seq": [32], "heading": ["\u5b89\u5168\u5ba1\u8ba1"], "heading_en": ["Audit"], "label": ["\u5ba1\u8ba1\u65e5\u5fd7"], "label_en": ["Audit log"], "icon": ["shield-lock"], "target": ["AuditView"]}}');
INSERT INTO "audit_event" VALUES(163,'2026-11-28 22:46:22.000444',NULL,NULL,'','','','menu_entry:create','33','done',NULL,'{"changes": {"platform_id": [1], "seq": [33], "heading": ["\u901a\u77e5\u516c\u544a"], "heading_en": ["Announcements"], "label": ["\u901a\u77e5\u516c\u544a"], "label_en": ["Announcements"], "icon": ["file-text"], "target": ["BoardView"]}}');
INSERT INTO "audit_event" VALUES(164,'2026-11-28 22:46:22.000693',NULL,NULL,'','','','menu_entry:create','34','done',NULL,'{"changes": {"platform_id": [1], "seq": [34], "heading": ["\u901a\u77e5\u516c\u544a"], "heading_en": ["Announcements"], "label": ["\u901a\u77e5\u516c\u544a\u7ba1\u7406"], "label_en": ["Manage announcements"], "icon": ["pencil"], "target": ["AnnouncementView"]}}');
INSERT INTO "audit_event" VALUES(165,'2026-11-28 22:46:22.000931',NULL,NULL,'','','','menu_entry:create','35','done',NULL,'{"changes": {"platform_id": [1], "seq": [35], "heading": ["\u901a\u77e5\u516c\u544a"], "heading_en": ["Announcements"], "label": ["\u6211\u7684\u6d88\u606f"], "label_en": ["My notices"], "icon": ["bell"], "target": ["NoticeView"]}}');
INSERT INTO "audit_event" VALUES(166,'2026-11-28 22:46:22.001163',NULL,NULL,'','','','menu_entry:create','36','done',NULL,'{"changes": {"platform_id": [1], "seq": [36], "heading": ["\u4efb\u52a1"], "heading_en": ["Tasks"], "label": ["\u5bfc\u5165\u4efb\u52a1\u67e5\u770b"], "label_en": ["Imports"], "icon": ["file-import"], "target": ["ImportView"]}}');
INSERT INTO "audit_event" VALUES(167,'2026-11-28 22:46:22.001399',NULL,NULL,'','','','menu_entry:create','37','done',NULL,'{"changes": {"platform_id": [1], "seq": [37], "heading": ["\u4efb\u52a1"], "heading_en": ["Tasks"], "label": ["\u5bfc\u51fa\u4efb\u52a1\u67e5\u770b"], "label_en": ["Exports"], "icon": ["file-export"], "target": ["ExportView"]}}');
INSERT INTO "audit_event" VALUES(168,'2026-11-28 22:46:22.028191',NULL,NULL,'','','','organization:create','2','done',NULL,'{"changes": {"platform_id": [1], "parent_id": [1], "kind": ["unit"], "category": ["authority"], "level": [2], "path": ["6c74e402/0f1637cc/"], "name": ["\u793a\u8303\u5e02\u6587\u5316\u827a\u672f\u4e2d\u5fc3"], "credit_code": [null], "region": ["\u793a\u8303\u5e02"], "contact": [""], "note": [""]}}');
INSERT INTO "audit_event" VALUES(169,'2026-11-28 22:46:22.031347',NULL,NULL,'','','','organization:create','3','done',NULL,'{"changes": {"platform_id": [1], "parent_id": [2], "kind": ["unit"], "category": ["employer"], "level": [3], "path": ["6c74e402/0f1637cc/7a35cafc/"], "name": ["\u793a\u8303\u5e02\u7fa4\u4f17\u827a\u672f\u9986"], "credit_code": [null], "region": ["\u793a\u8303\u5e02"], "contact": [""], "note": [""]}}');
INSERT INTO "audit_event" VALUES(170,'2026-11-28 22:46:22.042966',NULL,NULL,'','','','organization:create','4','done',NULL,'{"changes": {"platform_id": [1], "parent_id": [2], "kind": ["unit"], "category": ["employer"], "level": [3], "path": ["6c74e402/0f1637cc/dabf19d8/"], "name": ["\u793a\u8303\u5e02\u5c11\u5e74\u5bab"], "credit_code": [null], "region": ["\u793a\u8303\u5e02"], "contact": [""], "note": [""]}}');
INSERT INTO "audit_event" VALUES(171,'2026-11-28 22:46:22.055320',NULL,NULL,'','','','organization:create','5','done',NULL,'{"changes": {"platform_id": [1], "parent_id": [3], "kind": ["department"], "category": ["employer"], "level": [3], "path": ["6c74e402/0f1637cc/7a35cafc/08092b74/"], "name": ["\u529e\u516c\u5ba4"], "credit_code": [null], "region": [""], "contact": [""], "note": [""]}}');
INSERT INTO "audit_event" VALUES(172,'2026-11-28 22:46:22.332354',NULL,NULL,'','','','ab_user:create','1','done',NULL,'{"changes": {"first_name": ["\u738b\u654f"], "last_name": [""], "username": ["dl1"], "active": [true], "email": ["dl1@users.invalid"], "display_name": ["\u738b\u654f"]}}');
INSERT INTO "audit_event" VALUES(173,'2026-11-28 22:46:22.335022',NULL,NULL,'','','','appointment:create','1','done',NULL,'{"changes": {"user_id": [1], "platform_id": [1], "organization_id": [1], "role_id": [2]}}');
INSERT INTO "audit_event" VALUES(174,'2026-11-28 22:46:22.586736',NULL,NULL,'','','','ab_user:create','2','done',NULL,'{"changes": {"first_name": ["\u674e\u5a1c"], "last_name": [""], "username": ["dl2"], "active": [true], "email": ["dl2@users.invalid"], "display_name": ["\u674e\u5a1c"]}}');
INSERT INTO "audit_event" VALUES(175,'2026-11-28 22:46:22.587182',NULL,NULL,'','','','appointment:update','1','done',NULL,'{"changes": {"ends_on": [null]}}');
INSERT INTO "audit_event" VALUES(176,'2026-11-28 22:46:22.596955',NULL,NULL,'','','','appointment:create','2','done',NULL,'{"changes": {"user_id": [2], "platform_id": [1], "organization_id": [2], "role_id": [3]}}');
INSERT INTO "audit_event" VALUES(177,'2026-11-28 22:46:22.888761',NULL,NULL,'','','','ab_user:create','3','done',NULL,'{"changes": {"first_name": ["\u5f20\u4f1f"], "last_name": [""], "username": ["dl3"], "active": [true], "email": ["dl3@users.invalid"], "display_name": ["\u5f20\u4f1f"]}}');
INSERT INTO "audit_event" VALUES(178,'2026-11-28 22:46:22.889114',NULL,NULL,'','','','appointment:update','2','done',NULL,'{"changes": {"ends_on": [null]}}');
INSERT INTO "audit_event" VALUES(179,'2026-11-28 22:46:22.890421',NULL,NULL,'','','','appointment:create','3','done',NULL,'{"changes": {"user_id": [3], "platform_id": [1], "organization_id": [3], "role_id": [4]}}');
INSERT INTO "audit_event" VALUES(180,'2026-11-28 22:46:23.181156',NULL,NULL,'','','','ab_user:create','4','done',NULL,'{"changes": {"first_name": ["\u5218\u6d0b"], "last_name": [""], "username": ["dl3-sibling"], "active": [true], "email": ["dl3-sibling@users.invalid"], "display_name": ["\u5218\u6d0b"]}}');
INSERT INTO "audit_event" VALUES(181,'2026-11-28 22:46:23.181469',NULL,NULL,'','','','appointment:update','3','done',NULL,'{"changes": {"ends_on": [null]}}');
INSERT INTO "audit_event" VALUES(182,'2026-11-28 22:46:23.182663',NULL,NULL,'','','','appointment:create','4','done',NULL,'{"changes": {"user_id": [4], "platform_id": [1], "organization_id": [4], "role_id": [4]}}');
INSERT INTO "audit_event" VALUES(183,'2026-11-28 22:46:23.477115',NULL,NULL,'','','','ab_user:create','5','done',NULL,'{"changes": {"first_name": ["\u4f55\u9759"], "last_name": [""], "username": ["dl2-deputy"], "active": [true], "email": ["dl2-deputy@users.invalid"], "display_name": ["\u4f55\u9759"]}}');
INSERT INTO "audit_event" VALUES(184,'2026-11-28 22:46:23.477495',NULL,NULL,'','','','appointment:update','4','done',NULL,'{"changes": {"ends_on": [null]}}');
INSERT INTO "audit_event" VALUES(185,'2026-11-28 22:46:23.486025',NULL,NULL,'','','','appointment:create','5','done',NULL,'{"changes": {"user_id": [5], "platform_id": [1], "organization_id": [2], "role_id": [3]}}');
INSERT INTO "audit_event" VALUES(186,'2026-11-28 22:46:23.492385',NULL,NULL,'','','','ab_user:update','5','done',NULL,'{"changes": {"document": ["210202********4523"], "phone": ["138****0002"]}}');
INSERT INTO "audit_event" VALUES(187,'2026-11-28 22:46:23.781435',NULL,NULL,'','','','ab_user:create','6','done',NULL,'{"changes": {"first_name": ["\u9a6c\u8d85"], "last_name": [""], "username": ["dl3-office"], "active": [true], "email": ["dl3-office@users.invalid"], "display_name": ["\u9a6c\u8d85"]}}');
INSERT INTO "audit_event" VALUES(188,'2026-11-28 22:46:23.783793',NULL,NULL,'','','','appointment:update','5','done',NULL,'{"changes": {"ends_on": [null]}}');
INSERT INTO "audit_event" VALUES(189,'2026-11-28 22:46:23.794973',NULL,NULL,'','','','appointment:create','6','done',NULL,'{"changes": {"user_id": [6], "platform_id": [1], "organization_id": [5], "role_id": [4]}}');
INSERT INTO "audit_event" VALUES(190,'2026-11-28 22:46:23.796789',NULL,NULL,'','','','ab_user:update','6','done',NULL,'{"changes": {"active": [true, false], "document": ["210203********3314"], "phone": ["138****0003"]}}');
INSERT INTO "audit_event" VALUES(191,'2026-11-28 22:46:24.142958',NULL,NULL,'','','','ab_user:create','7','done',NULL,'{"changes": {"first_name": ["\u51af\u521a"], "last_name": [""], "username": ["dl3-former"], "active": [true], "email": ["dl3-former@users.invalid"], "display_name": ["\u51af\u521a"]}}');
INSERT INTO "audit_event" VALUES(192,'2026-11-28 22:46:24.143252',NULL,NULL,'','','','appointment:update','6','done',NULL,'{"changes": {"ends_on": [null]}}');
INSERT INTO "audit_event" VALUES(193,'2026-11-28 22:46:24.148006',NULL,NULL,'','','','appointment:create','7','done',NULL,'{"changes": {"user_id": [7], "platform_id": [1], "organization_id": [4], "role_id": [4]}}');
INSERT INTO "audit_event" VALUES(194,'2026-11-28 22:46:24.148331',NULL,NULL,'','','','ab_user:update','7','done',NULL,'{"changes": {"document": ["210204********4416"], "phone": ["138****0004"]}}');
INSERT INTO "audit_event" VALUES(195,'2026-11-28 22:46:24.457100',NULL,NULL,'','','','ab_user:create','8','done',NULL,'{"changes": {"first_name": ["\u5468\u6d9b"], "last_name": [""], "username": ["auditor"], "active": [true], "email": ["auditor@users.invalid"], "display_name": ["\u5468\u6d9b"]}}');
INSERT INTO "audit_event" VALUES(196,'2026-11-28 22:46:24.457465',NULL,NULL,'','','','appointment:update','7','done',NULL,'{"changes": {"ends_on": ["2026-06-30"]}}');
INSERT INTO "audit_event" VALUES(197,'2026-11-28 22:46:24.458641',NULL,NULL,'','','','appointment:create','8','done',NULL,'{"changes": {"user_id": [8], "platform_id": [1], "organization_id": [1], "role_id": [5]}}');
INSERT INTO "audit_event" VALUES(198,'2026-11-28 22:46:24.704992',NULL,NULL,'','','','ab_user:create','9','done',NULL,'{"changes": {"first_name": ["\u5434\u82b3"], "last_name": [""], "username": ["security"], "active": [true], "email": ["security@users.invalid"], "display_name": ["\u5434\u82b3"]}}');
INSERT INTO "audit_event" VALUES(199,'2026-11-28 22:46:24.705335',NULL,NULL,'','','','appointment:update','8','done',NULL,'{"changes": {"ends_on": [null]}}');
INSERT INTO "audit_event" VALUES(200,'2026-11-28 22:46:24.706350',NULL,NULL,'','','','appointment:create','9','done',NULL,'{"changes": {"user_id": [9], "platform_id": [1], "organization_id": [1], "role_id": [6]}}');
INSERT INTO "audit_event" VALUES(201,'2026-11-28 22:46:24.713886',NULL,NULL,'','','','appointment:update','9','done',NULL,'{"changes": {"ends_on": [null]}}');
INSERT INTO "audit_event" VALUES(202,'2026-11-28 22:46:25.045376',NULL,NULL,'','','','ab_user:create','10','done',NULL,'{"changes": {"first_name": ["\u7cfb\u7edf\u7ba1\u7406\u5458"], "last_name": [""], "username": ["admin"], "active": [true], "email": ["admin@users.invalid"], "display_name": ["\u7cfb\u7edf\u7ba1\u7406\u5458"]}}');
INSERT INTO "audit_event" VALUES(203,'2026-11-28 22:46:25.046567',NULL,NULL,'','','','appointment:create','10','done',NULL,'{"changes": {"user_id": [10], "platform_id": [null], "organization_id": [null], "role_id": [1]}}');
INSERT INTO "audit_event" VALUES(204,'2026-11-28 22:46:25.061689',NULL,NULL,'','','','learner:create','1','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [5], "name": ["\u9648\u6653\u6885"], "document_type": ["id"], "document": ["210202********4528"], "title": ["\u9986\u5458"]}}');
INSERT INTO "audit_event" VALUES(205,'2026-11-28 22:46:25.342921',NULL,NULL,'','','','ab_user:create','11','done',NULL,'{"changes": {"first_name": ["\u9648\u6653\u6885"], "last_name": [""], "username": ["dl-learner"], "active": [true], "email": ["dl-learner@users.invalid"], "display_name": ["\u9648\u6653\u6885"]}}');
INSERT INTO "audit_event" VALUES(206,'2026-11-28 22:46:25.359034',NULL,NULL,'','','','learner:update','1','done',NULL,'{"changes": {"user_id": [11]}}');
INSERT INTO "audit_event" VALUES(207,'2026-11-28 22:46:25.371750',NULL,NULL,'','','','learner:create','2','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "name": ["\u8d75\u5fd7\u5f3a"], "document_type": ["id"], "document": ["210203********3316"], "title": ["\u526f\u7814\u7a76\u9986\u5458"]}}');
INSERT INTO "audit_event" VALUES(208,'2026-11-28 22:46:25.382947',NULL,NULL,'','','','learner:create','3','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "name": ["\u5b59\u4e3d"], "document_type": ["id"], "document": ["210204********6624"], "title": ["\u52a9\u7406\u9986\u5458"]}}');
INSERT INTO "audit_event" VALUES(209,'2026-11-28 22:46:25.395020',NULL,NULL,'','','','learner:create','4','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [4], "name": ["\u5468\u5efa\u56fd"], "document_type": ["id"], "document": ["210211********4417"], "title": ["\u4e00\u7ea7\u6559\u5e08"]}}');
INSERT INTO "audit_event" VALUES(210,'2026-11-28 22:46:25.403457',NULL,NULL,'','','','learner:create','5','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "name": ["\u5f20\u4f1f"], "document_type": ["id"], "document": ["210202********2310"], "title": ["\u9986\u5458"], "requirement_applies": [false]}}');
INSERT INTO "audit_event" VALUES(211,'2026-11-28 22:46:25.410801',NULL,NULL,'','','','learner:update','5','done',NULL,'{"changes": {"user_id": [3]}}');
INSERT INTO "audit_event" VALUES(212,'2026-11-28 22:46:25.421076',NULL,NULL,'','','','learner:create','6','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [4], "name": ["\u6797\u5c0f\u96e8"], "document_type": ["id"], "document": ["210202********4522"], "title": ["\u4e8c\u7ea7\u6559\u5e08"], "grade": ["\u521d\u7ea7"], "hired_on": ["2020-09-01"]}}');
INSERT INTO "audit_event" VALUES(213,'2026-11-28 22:46:25.432629',NULL,NULL,'','','','learner:create','7','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [4], "name": ["\u7f57\u6653\u4e1c"], "document_type": ["passport"], "document": ["E******78"], "title": ["\u5916\u8058\u6559\u5e08"]}}');
INSERT INTO "audit_event" VALUES(214,'2026-11-28 22:46:25.443868',NULL,NULL,'','','','learner:create','8','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "name": ["\u9ad8\u7fd4"], "document_type": ["id"], "document": ["210203********3334"], "title": ["\u9986\u5458"], "grade": ["\u4e2d\u7ea7"], "hired_on": ["2026-07-01"]}}');
INSERT INTO "audit_event" VALUES(215,'2026-11-28 22:46:25.452028',NULL,NULL,'','','','learner:create','9','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [5], "name": ["\u9ad8\u7fd4"], "document_type": ["passport"], "document": ["E******21"]}}');
INSERT INTO "audit_event" VALUES(216,'2026-11-28 22:46:25.455278',NULL,NULL,'','','','learner:create','10','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "name": ["\u5f90\u56fd\u5f3a"], "document_type": ["id"], "document": ["210204********6616"], "title": ["\u7814\u7a76\u9986\u5458"], "grade": ["\u9ad8\u7ea7"], "hired_on": ["1988-07-01"]}}');
INSERT INTO "audit_event" VALUES(217,'2026-11-28 22:46:26.111008',1,1,'王敏','a1','','holiday:create','1','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-01-01"], "works": [false], "name": ["\u5143\u65e6"]}}');
INSERT INTO "audit_event" VALUES(218,'2026-11-28 22:46:26.111320',1,1,'王敏','a1','','holiday:create','2','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-01-02"], "works": [false], "name": ["\u5143\u65e6"]}}');
INSERT INTO "audit_event" VALUES(219,'2026-11-28 22:46:26.111441',1,1,'王敏','a1','','holiday:create','3','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-01-03"], "works": [false], "name": ["\u5143\u65e6"]}}');
INSERT INTO "audit_event" VALUES(220,'2026-11-28 22:46:26.111541',1,1,'王敏','a1','','holiday:create','4','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-01-04"], "works": [true], "name": ["\u5143\u65e6\u8c03\u4f11"]}}');
INSERT INTO "audit_event" VALUES(221,'2026-11-28 22:46:26.111635',1,1,'王敏','a1','','holiday:create','5','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-02-14"], "works": [true], "name": ["\u6625\u8282\u8c03\u4f11"]}}');
INSERT INTO "audit_event" VALUES(222,'2026-11-28 22:46:26.111785',1,1,'王敏','a1','','holiday:create','6','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-02-15"], "works": [false], "name": ["\u6625\u8282"]}}');
INSERT INTO "audit_event" VALUES(223,'2026-11-28 22:46:26.111879',1,1,'王敏','a1','','holiday:create','7','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-02-16"], "works": [false], "name": ["\u6625\u8282"]}}');
INSERT INTO "audit_event" VALUES(224,'2026-11-28 22:46:26.111967',1,1,'王敏','a1','','holiday:create','8','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-02-17"], "works": [false], "name": ["\u6625\u8282"]}}');
INSERT INTO "audit_event" VALUES(225,'2026-11-28 22:46:26.112054',1,1,'王敏','a1','','holiday:create','9','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-02-18"], "works": [false], "name": ["\u6625\u8282"]}}');
INSERT INTO "audit_event" VALUES(226,'2026-11-28 22:46:26.112147',1,1,'王敏','a1','','holiday:create','10','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-02-19"], "works": [false], "name": ["\u6625\u8282"]}}');
INSERT INTO "audit_event" VALUES(227,'2026-11-28 22:46:26.112230',1,1,'王敏','a1','','holiday:create','11','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-02-20"], "works": [false], "name": ["\u6625\u8282"]}}');
INSERT INTO "audit_event" VALUES(228,'2026-11-28 22:46:26.112311',1,1,'王敏','a1','','holiday:create','12','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-02-21"], "works": [false], "name": ["\u6625\u8282"]}}');
INSERT INTO "audit_event" VALUES(229,'2026-11-28 22:46:26.112395',1,1,'王敏','a1','','holiday:create','13','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-02-22"], "works": [false], "name": ["\u6625\u8282"]}}');
INSERT INTO "audit_event" VALUES(230,'2026-11-28 22:46:26.112480',1,1,'王敏','a1','','holiday:create','14','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-02-23"], "works": [false], "name": ["\u6625\u8282"]}}');
INSERT INTO "audit_event" VALUES(231,'2026-11-28 22:46:26.112564',1,1,'王敏','a1','','holiday:create','15','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-02-28"], "works": [true], "name": ["\u6625\u8282\u8c03\u4f11"]}}');
INSERT INTO "audit_event" VALUES(232,'2026-11-28 22:46:26.112646',1,1,'王敏','a1','','holiday:create','16','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-04-04"], "works": [false], "name": ["\u6e05\u660e"]}}');
INSERT INTO "audit_event" VALUES(233,'2026-11-28 22:46:26.112726',1,1,'王敏','a1','','holiday:create','17','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-04-05"], "works": [false], "name": ["\u6e05\u660e"]}}');
INSERT INTO "audit_event" VALUES(234,'2026-11-28 22:46:26.112808',1,1,'王敏','a1','','holiday:create','18','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-04-06"], "works": [false], "name": ["\u6e05\u660e"]}}');
INSERT INTO "audit_event" VALUES(235,'2026-11-28 22:46:26.112891',1,1,'王敏','a1','','holiday:create','19','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-05-01"], "works": [false], "name": ["\u52b3\u52a8\u8282"]}}');
INSERT INTO "audit_event" VALUES(236,'2026-11-28 22:46:26.112973',1,1,'王敏','a1','','holiday:create','20','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-05-02"], "works": [false], "name": ["\u52b3\u52a8\u8282"]}}');
INSERT INTO "audit_event" VALUES(237,'2026-11-28 22:46:26.113055',1,1,'王敏','a1','','holiday:create','21','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-05-03"], "works": [false], "name": ["\u52b3\u52a8\u8282"]}}');
INSERT INTO "audit_event" VALUES(238,'2026-11-28 22:46:26.113142',1,1,'王敏','a1','','holiday:create','22','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-05-04"], "works": [false], "name": ["\u52b3\u52a8\u8282"]}}');
INSERT INTO "audit_event" VALUES(239,'2026-11-28 22:46:26.113228',1,1,'王敏','a1','','holiday:create','23','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-05-05"], "works": [false], "name": ["\u52b3\u52a8\u8282"]}}');
INSERT INTO "audit_event" VALUES(240,'2026-11-28 22:46:26.113310',1,1,'王敏','a1','','holiday:create','24','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-05-09"], "works": [true], "name": ["\u52b3\u52a8\u8282\u8c03\u4f11"]}}');
INSERT INTO "audit_event" VALUES(241,'2026-11-28 22:46:26.113399',1,1,'王敏','a1','','holiday:create','25','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-06-19"], "works": [false], "name": ["\u7aef\u5348"]}}');
INSERT INTO "audit_event" VALUES(242,'2026-11-28 22:46:26.113478',1,1,'王敏','a1','','holiday:create','26','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-06-20"], "works": [false], "name": ["\u7aef\u5348"]}}');
INSERT INTO "audit_event" VALUES(243,'2026-11-28 22:46:26.113557',1,1,'王敏','a1','','holiday:create','27','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-06-21"], "works": [false], "name": ["\u7aef\u5348"]}}');
INSERT INTO "audit_event" VALUES(244,'2026-11-28 22:46:26.113641',1,1,'王敏','a1','','holiday:create','28','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-09-20"], "works": [true], "name": ["\u56fd\u5e86\u8282\u8c03\u4f11"]}}');
INSERT INTO "audit_event" VALUES(245,'2026-11-28 22:46:26.113721',1,1,'王敏','a1','','holiday:create','29','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-09-25"], "works": [false], "name": ["\u4e2d\u79cb"]}}');
INSERT INTO "audit_event" VALUES(246,'2026-11-28 22:46:26.113798',1,1,'王敏','a1','','holiday:create','30','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-09-26"], "works": [false], "name": ["\u4e2d\u79cb"]}}');
INSERT INTO "audit_event" VALUES(247,'2026-11-28 22:46:26.113877',1,1,'王敏','a1','','holiday:create','31','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-09-27"], "works": [false], "name": ["\u4e2d\u79cb"]}}');
INSERT INTO "audit_event" VALUES(248,'2026-11-28 22:46:26.113955',1,1,'王敏','a1','','holiday:create','32','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-10-01"], "works": [false], "name": ["\u56fd\u5e86\u8282"]}}');
INSERT INTO "audit_event" VALUES(249,'2026-11-28 22:46:26.114033',1,1,'王敏','a1','','holiday:create','33','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-10-02"], "works": [false], "name": ["\u56fd\u5e86\u8282"]}}');
INSERT INTO "audit_event" VALUES(250,'2026-11-28 22:46:26.114113',1,1,'王敏','a1','','holiday:create','34','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-10-03"], "works": [false], "name": ["\u56fd\u5e86\u8282"]}}');
INSERT INTO "audit_event" VALUES(251,'2026-11-28 22:46:26.114192',1,1,'王敏','a1','','holiday:create','35','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-10-04"], "works": [false], "name": ["\u56fd\u5e86\u8282"]}}');
INSERT INTO "audit_event" VALUES(252,'2026-11-28 22:46:26.114268',1,1,'王敏','a1','','holiday:create','36','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-10-05"], "works": [false], "name": ["\u56fd\u5e86\u8282"]}}');
INSERT INTO "audit_event" VALUES(253,'2026-11-28 22:46:26.117267',1,1,'王敏','a1','','holiday:create','37','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-10-06"], "works": [false], "name": ["\u56fd\u5e86\u8282"]}}');
INSERT INTO "audit_event" VALUES(254,'2026-11-28 22:46:26.117644',1,1,'王敏','a1','','holiday:create','38','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-10-07"], "works": [false], "name": ["\u56fd\u5e86\u8282"]}}');
INSERT INTO "audit_event" VALUES(255,'2026-11-28 22:46:26.117763',1,1,'王敏','a1','','holiday:create','39','done',NULL,'{"changes": {"platform_id": [1], "day": ["2026-10-10"], "works": [true], "name": ["\u56fd\u5e86\u8282\u8c03\u4f11"]}}');
INSERT INTO "audit_event" VALUES(256,'2026-11-28 22:46:26.118166',1,1,'王敏','a1','','holiday:official','2026','done',NULL,'{"added": 39, "changed": 0}');
INSERT INTO "audit_event" VALUES(257,'2026-11-28 22:46:26.182677',1,3,'张伟','a3','','training_class:create','1','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "title": ["\u516c\u5171\u6587\u5316\u670d\u52a1\u89c4\u8303\u4e13\u9898\u57f9\u8bad"], "year": [2026], "category_id": [2], "starts_on": ["2026-03-10"], "ends_on": ["2026-03-11"], "place": ["\u4e09\u697c\u62a5\u544a\u5385"], "planned_people": [40], "hours": ["8"], "content": [""], "attendance_required": [true], "mode": ["declared"]}}');
INSERT INTO "audit_event" VALUES(258,'2026-11-28 22:46:26.621999',1,3,'张伟','a3','','attachment:create','1','done',NULL,'{"changes": {"platform_id": [1], "kind": ["training_class"], "item_id": [1], "name": ["\u57f9\u8bad\u65b9\u6848.pdf"], "key": ["a86b842210e87ed44305ded9108e05ac"], "media_type": ["application/pdf"], "size": [61178], "sha256": ["39352a2c183ab5558acc4061803fe07f6d70b6997fb17eda22e1eb98159ead75"], "pages": [2], "shown": [null], "uploaded_by": [3]}}');
INSERT INTO "audit_event" VALUES(259,'2026-11-28 22:46:26.622437',1,3,'张伟','a3','','attachment:create','2','done',NULL,'{"changes": {"platform_id": [1], "kind": ["training_class"], "item_id": [1], "name": ["\u573a\u5730\u7167\u7247.jpg"], "key": ["b25bc885422975577cb4c1cfc2c6f406"], "media_type": ["image/jpeg"], "size": [36596], "sha256": ["b1b90808a2b2d9b70331a9dbc71a9f8c698a10b4ceb6b249fe29bd05604dfea8"], "pages": [1], "shown": [1], "uploaded_by": [3]}}');
INSERT INTO "audit_event" VALUES(260,'2026-11-28 22:46:26.727535',1,3,'张伟','a3','','training_class:submit','1','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(261,'2026-11-28 22:46:26.821591',1,2,'李娜','a2','','training_class:approve','1','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(262,'2026-11-28 22:46:27.133373',1,1,'王敏','a1','','training_class:approve','1','done',NULL,'{"opinion": "\u65b9\u6848\u5b8c\u6574\uff0c\u540c\u610f\u5f00\u73ed\u3002"}');
INSERT INTO "audit_event" VALUES(263,'2026-11-28 22:46:27.288439',1,3,'张伟','a3','','enrollment:create','1','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "class_id": [1], "learner_id": [1], "learner_organization_id": [5], "learner_name": ["\u9648\u6653\u6885"], "document_mask": ["210202********4528"], "unit_name": ["\u793a\u8303\u5e02\u7fa4\u4f17\u827a\u672f\u9986"], "learner_title": ["\u9986\u5458"]}}');
INSERT INTO "audit_event" VALUES(264,'2026-11-28 22:46:27.289049',1,3,'张伟','a3','','enrollment:create','2','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "class_id": [1], "learner_id": [2], "learner_organization_id": [3], "learner_name": ["\u8d75\u5fd7\u5f3a"], "document_mask": ["210203********3316"], "unit_name": ["\u793a\u8303\u5e02\u7fa4\u4f17\u827a\u672f\u9986"], "learner_title": ["\u526f\u7814\u7a76\u9986\u5458"]}}');
INSERT INTO "audit_event" VALUES(265,'2026-11-28 22:46:27.289317',1,3,'张伟','a3','','enrollment:create','3','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "class_id": [1], "learner_id": [3], "learner_organization_id": [3], "learner_name": ["\u5b59\u4e3d"], "document_mask": ["210204********6624"], "unit_name": ["\u793a\u8303\u5e02\u7fa4\u4f17\u827a\u672f\u9986"], "learner_title": ["\u52a9\u7406\u9986\u5458"]}}');
INSERT INTO "audit_event" VALUES(266,'2026-11-28 22:46:27.381221',1,3,'张伟','a3','','enrollment:update','1','done',NULL,'{"changes": {"attended_at": [null, "2026-11-28T22:46:27.378784"], "version": [1, 2]}}');
INSERT INTO "audit_event" VALUES(267,'2026-11-28 22:46:27.381478',1,3,'张伟','a3','','enrollment:update','2','done',NULL,'{"changes": {"attended_at": [null, "2026-11-28T22:46:27.378828"], "version": [1, 2]}}');
INSERT INTO "audit_event" VALUES(268,'2026-11-28 22:46:27.515189',1,3,'张伟','a3','','enrollment:update','1','done',NULL,'{"changes": {"granted": [null, "8"], "granted_at": [null, "2026-11-28T22:46:27.512839"], "version": [2, 3]}}');
INSERT INTO "audit_event" VALUES(269,'2026-11-28 22:46:27.515489',1,3,'张伟','a3','','enrollment:grant_hours','1','done',NULL,'{}');
INSERT INTO "audit_event" VALUES(270,'2026-11-28 22:46:27.555249',1,3,'张伟','a3','','training_class:create','2','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "title": ["\u4e13\u4e1a\u6280\u672f\u4eba\u5458\u804c\u4e1a\u9053\u5fb7\u6559\u80b2"], "year": [2026], "category_id": [1], "starts_on": ["2026-04-14"], "ends_on": ["2026-04-15"], "place": ["\u4e09\u697c\u62a5\u544a\u5385"], "planned_people": [60], "hours": ["12"], "content": [""], "attendance_required": [true], "mode": ["declared"]}}');
INSERT INTO "audit_event" VALUES(271,'2026-11-28 22:46:27.647731',1,3,'张伟','a3','','training_class:submit','2','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(272,'2026-11-28 22:46:27.716658',1,2,'李娜','a2','','training_class:approve','2','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(273,'2026-11-28 22:46:27.760858',1,1,'王敏','a1','','training_class:approve','2','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(274,'2026-11-28 22:46:27.826202',1,3,'张伟','a3','','enrollment:create','4','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "class_id": [2], "learner_id": [1], "learner_organization_id": [5], "learner_name": ["\u9648\u6653\u6885"], "document_mask": ["210202********4528"], "unit_name": ["\u793a\u8303\u5e02\u7fa4\u4f17\u827a\u672f\u9986"], "learner_title": ["\u9986\u5458"]}}');
INSERT INTO "audit_event" VALUES(275,'2026-11-28 22:46:27.826586',1,3,'张伟','a3','','enrollment:create','5','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "class_id": [2], "learner_id": [3], "learner_organization_id": [3], "learner_name": ["\u5b59\u4e3d"], "document_mask": ["210204********6624"], "unit_name": ["\u793a\u8303\u5e02\u7fa4\u4f17\u827a\u672f\u9986"], "learner_title": ["\u52a9\u7406\u9986\u5458"]}}');
INSERT INTO "audit_event" VALUES(276,'2026-11-28 22:46:27.885371',1,3,'张伟','a3','','enrollment:update','5','done',NULL,'{"changes": {"attended_at": [null, "2026-11-28T22:46:27.849502"], "version": [1, 2]}}');
INSERT INTO "audit_event" VALUES(277,'2026-11-28 22:46:27.890578',1,3,'张伟','a3','','enrollment:update','4','done',NULL,'{"changes": {"attended_at": [null, "2026-11-28T22:46:27.849456"], "version": [1, 2]}}');
INSERT INTO "audit_event" VALUES(278,'2026-11-28 22:46:27.928806',1,3,'张伟','a3','','enrollment:update','5','done',NULL,'{"changes": {"granted": [null, "12"], "granted_at": [null, "2026-11-28T22:46:27.926551"], "version": [2, 3]}}');
INSERT INTO "audit_event" VALUES(279,'2026-11-28 22:46:27.929082',1,3,'张伟','a3','','enrollment:update','4','done',NULL,'{"changes": {"granted": [null, "12"], "granted_at": [null, "2026-11-28T22:46:27.926502"], "version": [2, 3]}}');
INSERT INTO "audit_event" VALUES(280,'2026-11-28 22:46:27.929267',1,3,'张伟','a3','','enrollment:grant_hours','4','done',NULL,'{}');
INSERT INTO "audit_event" VALUES(281,'2026-11-28 22:46:27.929267',1,3,'张伟','a3','','enrollment:grant_hours','5','done',NULL,'{}');
INSERT INTO "audit_event" VALUES(282,'2026-11-28 22:46:28.103601',1,3,'张伟','a3','','enrollment:update','5','done',NULL,'{"changes": {"granted": ["12", null], "granted_at": ["2026-11-28T22:46:27.926551", null], "version": [3, 4]}}');
INSERT INTO "audit_event" VALUES(283,'2026-11-28 22:46:28.103988',1,3,'张伟','a3','','enrollment:cancel_hours','5','done',NULL,'{}');
INSERT INTO "audit_event" VALUES(284,'2026-11-28 22:46:28.145693',1,3,'张伟','a3','','training_class:create','3','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "title": ["\u7fa4\u4f17\u6587\u5316\u6d3b\u52a8\u7b56\u5212\u80fd\u529b\u63d0\u5347\u73ed"], "year": [2026], "category_id": [2], "starts_on": ["2026-09-07"], "ends_on": ["2026-09-08"], "place": ["\u4e09\u697c\u62a5\u544a\u5385"], "planned_people": [30], "hours": ["16"], "content": [""], "attendance_required": [true], "mode": ["declared"]}}');
INSERT INTO "audit_event" VALUES(285,'2026-11-28 22:46:28.493614',1,3,'张伟','a3','','attachment:create','3','done',NULL,'{"changes": {"platform_id": [1], "kind": ["training_class"], "item_id": [3], "name": ["\u6d3b\u52a8\u7b56\u5212\u73ed\u65b9\u6848.pdf"], "key": ["90069edae95ec8d4ea4c7d6ba0d564b4"], "media_type": ["application/pdf"], "size": [59993], "sha256": ["22e674702eff58676b9e0e1978dcdea1f2eac5b110fbd0febe68878a1c230034"], "pages": [2], "shown": [null], "uploaded_by": [3]}}');
INSERT INTO "audit_event" VALUES(286,'2026-11-28 22:46:28.493912',1,3,'张伟','a3','','attachment:create','4','done',NULL,'{"changes": {"platform_id": [1], "kind": ["training_class"], "item_id": [3], "name": ["\u573a\u5730\u7167\u7247.jpg"], "key": ["b3959d66a0b336a50a40701c33e22dbf"], "media_type": ["image/jpeg"], "size": [36596], "sha256": ["b1b90808a2b2d9b70331a9dbc71a9f8c698a10b4ceb6b249fe29bd05604dfea8"], "pages": [1], "shown": [1], "uploaded_by": [3]}}');
INSERT INTO "audit_event" VALUES(287,'2026-11-28 22:46:28.611299',1,3,'张伟','a3','','training_class:submit','3','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(288,'2026-11-28 22:46:28.698574',1,3,'张伟','a3','','training_class:create','4','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "title": ["\u975e\u7269\u8d28\u6587\u5316\u9057\u4ea7\u4fdd\u62a4\u4e0e\u4f20\u627f"], "year": [2026], "category_id": [2], "starts_on": ["2026-10-12"], "ends_on": ["2026-10-14"], "place": ["\u4e09\u697c\u62a5\u544a\u5385"], "planned_people": [50], "hours": ["24"], "content": [""], "attendance_required": [true], "mode": ["declared"]}}');
INSERT INTO "audit_event" VALUES(289,'2026-11-28 22:46:28.797214',1,3,'张伟','a3','','training_class:submit','4','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(290,'2026-11-28 22:46:28.953427',1,2,'李娜','a2','','training_class:approve','4','done',NULL,'{"opinion": "\u540c\u610f\uff0c\u8bf7\u7ec8\u5ba1\u3002"}');
INSERT INTO "audit_event" VALUES(291,'2026-11-28 22:46:29.165096',1,3,'张伟','a3','','training_class:create','5','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "title": ["\u6570\u5b57\u6587\u5316\u9986\u5efa\u8bbe\u7814\u4fee\u73ed"], "year": [2026], "category_id": [2], "starts_on": ["2026-10-20"], "ends_on": ["2026-10-22"], "place": ["\u4e09\u697c\u62a5\u544a\u5385"], "planned_people": [25], "hours": ["20"], "content": [""], "attendance_required": [true], "mode": ["declared"]}}');
INSERT INTO "audit_event" VALUES(292,'2026-11-28 22:46:29.455261',1,3,'张伟','a3','','training_class:submit','5','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(293,'2026-11-28 22:46:29.775617',1,2,'李娜','a2','','training_class:return','5','done',NULL,'{"opinion": "\u8bf7\u8865\u5145\u6bcf\u5929\u7684\u8bfe\u7a0b\u5b89\u6392\u3002"}');
INSERT INTO "audit_event" VALUES(294,'2026-11-28 22:46:29.869897',1,3,'张伟','a3','','training_class:create','6','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "title": ["\u5916\u51fa\u8003\u5bdf\u4ea4\u6d41\u6d3b\u52a8"], "year": [2026], "category_id": [2], "starts_on": ["2026-11-02"], "ends_on": ["2026-11-03"], "place": ["\u4e09\u697c\u62a5\u544a\u5385"], "planned_people": [200], "hours": ["40"], "content": [""], "attendance_required": [true], "mode": ["declared"]}}');
INSERT INTO "audit_event" VALUES(295,'2026-11-28 22:46:29.985176',1,3,'张伟','a3','','training_class:submit','6','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(296,'2026-11-28 22:46:30.103388',1,2,'李娜','a2','','training_class:approve','6','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(297,'2026-11-28 22:46:30.298626',1,1,'王敏','a1','','training_class:reject','6','done',NULL,'{"opinion": "\u8003\u5bdf\u6d3b\u52a8\u4e0d\u5c5e\u4e8e\u7ee7\u7eed\u6559\u80b2\u5b66\u5206\u8303\u56f4\u3002"}');
INSERT INTO "audit_event" VALUES(298,'2026-11-28 22:46:30.461992',1,3,'张伟','a3','','training_class:create','7','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "title": ["\u5e74\u5ea6\u4e1a\u52a1\u9aa8\u5e72\u57f9\u8bad\uff08\u8349\u7a3f\uff09"], "year": [2026], "category_id": [1], "starts_on": ["2026-12-01"], "ends_on": ["2026-12-02"], "place": ["\u4e09\u697c\u62a5\u544a\u5385"], "planned_people": [35], "hours": ["10"], "content": [""], "attendance_required": [true], "mode": ["declared"]}}');
INSERT INTO "audit_event" VALUES(299,'2026-11-28 22:46:31.165078',1,3,'张伟','a3','','attachment:create','5','done',NULL,'{"changes": {"platform_id": [1], "kind": ["training_class"], "item_id": [7], "name": ["\u8bfe\u7a0b\u5b89\u6392.pdf"], "key": ["73408bd0c67a2765b60de9e8f746d31d"], "media_type": ["application/pdf"], "size": [60350], "sha256": ["63c5015dd937294ea9868544b664aaabe8f9341999e936457090a950141b1182"], "pages": [2], "shown": [null], "uploaded_by": [3]}}');
INSERT INTO "audit_event" VALUES(300,'2026-11-28 22:46:31.165827',1,3,'张伟','a3','','attachment:create','6','done',NULL,'{"changes": {"platform_id": [1], "kind": ["training_class"], "item_id": [7], "name": ["\u6559\u5ba4.jpg"], "key": ["5662eabf7859995cc8037b17f784d1ad"], "media_type": ["image/jpeg"], "size": [36596], "sha256": ["b1b90808a2b2d9b70331a9dbc71a9f8c698a10b4ceb6b249fe29bd05604dfea8"], "pages": [1], "shown": [1], "uploaded_by": [3]}}');
INSERT INTO "audit_event" VALUES(301,'2026-11-28 22:46:31.308943',1,3,'张伟','a3','','training_class:create','8','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "title": ["\u6444\u5f71\u57fa\u7840\u77e5\u8bc6\u8bb2\u5ea7"], "year": [2026], "category_id": [2], "starts_on": ["2026-11-16"], "ends_on": ["2026-11-16"], "place": ["\u4e09\u697c\u62a5\u544a\u5385"], "planned_people": [80], "hours": ["4"], "content": [""], "attendance_required": [true], "mode": ["declared"]}}');
INSERT INTO "audit_event" VALUES(302,'2026-11-28 22:46:31.567077',1,3,'张伟','a3','','training_class:submit','8','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(303,'2026-11-28 22:46:31.614968',1,3,'张伟','a3','','training_class:withdraw','8','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(304,'2026-11-28 22:46:31.712907',1,2,'李娜','a2','','training_class:create','9','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [2], "title": ["\u5168\u7cfb\u7edf\u6863\u6848\u7ba1\u7406\u4e1a\u52a1\u57f9\u8bad"], "year": [2026], "category_id": [1], "starts_on": ["2026-05-18"], "ends_on": ["2026-05-19"], "place": ["\u4e09\u697c\u62a5\u544a\u5385"], "planned_people": [120], "hours": ["8"], "content": [""], "attendance_required": [true], "mode": ["declared"]}}');
INSERT INTO "audit_event" VALUES(305,'2026-11-28 22:46:31.805079',1,2,'李娜','a2','','training_class:submit','9','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(306,'2026-11-28 22:46:31.915375',1,2,'李娜','a2','','training_class:approve','9','done',NULL,'{"opinion": "\u672c\u5355\u4f4d\u521d\u5ba1\u901a\u8fc7\u3002"}');
INSERT INTO "audit_event" VALUES(307,'2026-11-28 22:46:32.027795',1,2,'李娜','a2','','training_class:create','10','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [2], "title": ["\u821e\u53f0\u5b89\u5168\u7ba1\u7406\u57f9\u8bad"], "year": [2026], "category_id": [2], "starts_on": ["2026-06-11"], "ends_on": ["2026-06-11"], "place": ["\u4e09\u697c\u62a5\u544a\u5385"], "planned_people": [45], "hours": ["6"], "content": [""], "attendance_required": [true], "mode": ["declared"]}}');
INSERT INTO "audit_event" VALUES(308,'2026-11-28 22:46:32.121831',1,2,'李娜','a2','','training_class:submit','10','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(309,'2026-11-28 22:46:32.243586',1,2,'李娜','a2','','training_class:approve','10','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(310,'2026-11-28 22:46:32.270317',1,1,'王敏','a1','','training_class:approve','10','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(311,'2026-11-28 22:46:32.350839',1,2,'李娜','a2','','enrollment:create','6','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [2], "class_id": [10], "learner_id": [2], "learner_organization_id": [3], "learner_name": ["\u8d75\u5fd7\u5f3a"], "document_mask": ["210203********3316"], "unit_name": ["\u793a\u8303\u5e02\u7fa4\u4f17\u827a\u672f\u9986"], "learner_title": ["\u526f\u7814\u7a76\u9986\u5458"]}}');
INSERT INTO "audit_event" VALUES(312,'2026-11-28 22:46:32.351206',1,2,'李娜','a2','','enrollment:create','7','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [2], "class_id": [10], "learner_id": [4], "learner_organization_id": [4], "learner_name": ["\u5468\u5efa\u56fd"], "document_mask": ["210211********4417"], "unit_name": ["\u793a\u8303\u5e02\u5c11\u5e74\u5bab"], "learner_title": ["\u4e00\u7ea7\u6559\u5e08"]}}');
INSERT INTO "audit_event" VALUES(313,'2026-11-28 22:46:32.414632',1,2,'李娜','a2','','enrollment:update','7','done',NULL,'{"changes": {"attended_at": [null, "2026-11-28T22:46:32.386071"], "version": [1, 2]}}');
INSERT INTO "audit_event" VALUES(314,'2026-11-28 22:46:32.698252',1,2,'李娜','a2','','enrollment:update','7','done',NULL,'{"changes": {"granted": [null, "6"], "granted_at": [null, "2026-11-28T22:46:32.686960"], "version": [2, 3]}}');
INSERT INTO "audit_event" VALUES(315,'2026-11-28 22:46:32.698660',1,2,'李娜','a2','','enrollment:grant_hours','7','done',NULL,'{}');
INSERT INTO "audit_event" VALUES(316,'2026-11-28 22:46:32.801576',1,3,'张伟','a3','','training_class:create','11','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "title": ["\u516c\u6587\u5199\u4f5c\u4e0e\u5904\u7406\u57f9\u8bad"], "year": [2026], "category_id": [1], "starts_on": ["2026-06-22"], "ends_on": ["2026-06-23"], "place": ["\u4e09\u697c\u62a5\u544a\u5385"], "planned_people": [20], "hours": ["6"], "content": [""], "attendance_required": [true], "mode": ["declared"]}}');
INSERT INTO "audit_event" VALUES(317,'2026-11-28 22:46:33.105827',1,3,'张伟','a3','','training_class:submit','11','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(318,'2026-11-28 22:46:33.234947',1,2,'李娜','a2','','training_class:approve','11','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(319,'2026-11-28 22:46:33.297248',1,1,'王敏','a1','','training_class:approve','11','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(320,'2026-11-28 22:46:33.463168',1,3,'张伟','a3','','enrollment:create','8','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "class_id": [11], "learner_id": [2], "learner_organization_id": [3], "learner_name": ["\u8d75\u5fd7\u5f3a"], "document_mask": ["210203********3316"], "unit_name": ["\u793a\u8303\u5e02\u7fa4\u4f17\u827a\u672f\u9986"], "learner_title": ["\u526f\u7814\u7a76\u9986\u5458"]}}');
INSERT INTO "audit_event" VALUES(321,'2026-11-28 22:46:33.474226',1,3,'张伟','a3','','enrollment:create','9','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "class_id": [11], "learner_id": [3], "learner_organization_id": [3], "learner_name": ["\u5b59\u4e3d"], "document_mask": ["210204********6624"], "unit_name": ["\u793a\u8303\u5e02\u7fa4\u4f17\u827a\u672f\u9986"], "learner_title": ["\u52a9\u7406\u9986\u5458"]}}');
INSERT INTO "audit_event" VALUES(322,'2026-11-28 22:46:33.527249',1,3,'张伟','a3','','enrollment:update','8','done',NULL,'{"changes": {"attended_at": [null, "2026-11-28T22:46:33.518948"], "version": [1, 2]}}');
INSERT INTO "audit_event" VALUES(323,'2026-11-28 22:46:33.527638',1,3,'张伟','a3','','enrollment:update','9','done',NULL,'{"changes": {"attended_at": [null, "2026-11-28T22:46:33.519015"], "version": [1, 2]}}');
INSERT INTO "audit_event" VALUES(324,'2026-11-28 22:46:33.576421',1,3,'张伟','a3','','enrollment:update','8','done',NULL,'{"changes": {"result": [null, "excellent"], "earned": [null, "6"], "version": [2, 3]}}');
INSERT INTO "audit_event" VALUES(325,'2026-11-28 22:46:33.611459',1,3,'张伟','a3','','enrollment:update','9','done',NULL,'{"changes": {"result": [null, "failed"], "version": [2, 3]}}');
INSERT INTO "audit_event" VALUES(326,'2026-11-28 22:46:33.680921',1,3,'张伟','a3','','enrollment:update','8','done',NULL,'{"changes": {"granted": [null, "6"], "granted_at": [null, "2026-11-28T22:46:33.679317"], "version": [3, 4]}}');
INSERT INTO "audit_event" VALUES(327,'2026-11-28 22:46:33.681196',1,3,'张伟','a3','','enrollment:grant_hours','8','done',NULL,'{}');
INSERT INTO "audit_event" VALUES(328,'2026-11-28 22:46:33.745505',1,3,'张伟','a3','','training_class:create','12','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "title": ["\u57fa\u5c42\u6587\u5316\u961f\u4f0d\u8f6e\u8bad"], "year": [2026], "category_id": [2], "starts_on": ["2026-07-06"], "ends_on": ["2026-07-07"], "place": ["\u4e09\u697c\u62a5\u544a\u5385"], "planned_people": [60], "hours": ["8"], "content": [""], "attendance_required": [true], "mode": ["declared"]}}');
INSERT INTO "audit_event" VALUES(329,'2026-11-28 22:46:33.916678',1,3,'张伟','a3','','training_class:submit','12','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(330,'2026-11-28 22:46:34.041844',1,2,'李娜','a2','','training_class:approve','12','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(331,'2026-11-28 22:46:34.089075',1,1,'王敏','a1','','training_class:approve','12','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(332,'2026-11-28 22:46:34.145986',1,1,'王敏','a1','','training_class:reopen','12','done',NULL,'{"opinion": "\u4eba\u6570\u4e0e\u573a\u5730\u4e0d\u7b26\uff0c\u91cd\u65b0\u7ec8\u5ba1\u3002"}');
INSERT INTO "audit_event" VALUES(333,'2026-11-28 22:46:34.328850',1,3,'张伟','a3','','training_class:create','13','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "title": ["\u4e66\u753b\u88c5\u88f1\u5174\u8da3\u8bb2\u5ea7"], "year": [2026], "category_id": [2], "starts_on": ["2026-08-11"], "ends_on": ["2026-08-11"], "place": ["\u4e09\u697c\u62a5\u544a\u5385"], "planned_people": [30], "hours": ["4"], "content": [""], "attendance_required": [true], "mode": ["declared"]}}');
INSERT INTO "audit_event" VALUES(334,'2026-11-28 22:46:34.429091',1,3,'张伟','a3','','training_class:submit','13','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(335,'2026-11-28 22:46:34.509034',1,2,'李娜','a2','','training_class:approve','13','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(336,'2026-11-28 22:46:34.561786',1,1,'王敏','a1','','training_class:approve','13','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(337,'2026-11-28 22:46:34.628326',1,1,'王敏','a1','','training_class:revoke','13','done',NULL,'{"opinion": "\u8bb2\u5ea7\u5df2\u53d6\u6d88\uff0c\u4e0d\u518d\u4e3e\u529e\u3002"}');
INSERT INTO "audit_event" VALUES(338,'2026-11-28 22:46:34.694485',1,3,'张伟','a3','','training_class:create','14','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "title": ["\u53e4\u7c4d\u4fdd\u62a4\u4e0e\u4fee\u590d\u96c6\u4e2d\u57f9\u8bad"], "year": [2025], "category_id": [2], "starts_on": ["2025-11-20"], "ends_on": ["2025-11-20"], "place": ["\u4e09\u697c\u62a5\u544a\u5385"], "planned_people": [30], "hours": ["12"], "content": [""], "attendance_required": [true], "mode": ["declared"]}}');
INSERT INTO "audit_event" VALUES(339,'2026-11-28 22:46:34.779235',1,3,'张伟','a3','','training_class:submit','14','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(340,'2026-11-28 22:46:34.904150',1,2,'李娜','a2','','training_class:approve','14','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(341,'2026-11-28 22:46:35.006421',1,1,'王敏','a1','','training_class:approve','14','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(342,'2026-11-28 22:46:35.106668',1,3,'张伟','a3','','enrollment:create','10','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "class_id": [14], "learner_id": [1], "learner_organization_id": [5], "learner_name": ["\u9648\u6653\u6885"], "document_mask": ["210202********4528"], "unit_name": ["\u793a\u8303\u5e02\u7fa4\u4f17\u827a\u672f\u9986"], "learner_title": ["\u9986\u5458"]}}');
INSERT INTO "audit_event" VALUES(343,'2026-11-28 22:46:35.141379',1,3,'张伟','a3','','enrollment:update','10','done',NULL,'{"changes": {"attended_at": [null, "2026-11-28T22:46:35.134680"], "version": [1, 2]}}');
INSERT INTO "audit_event" VALUES(344,'2026-11-28 22:46:35.197955',1,3,'张伟','a3','','enrollment:update','10','done',NULL,'{"changes": {"granted": [null, "12"], "granted_at": [null, "2026-11-28T22:46:35.189901"], "version": [2, 3]}}');
INSERT INTO "audit_event" VALUES(345,'2026-11-28 22:46:35.198340',1,3,'张伟','a3','','enrollment:grant_hours','10','done',NULL,'{}');
INSERT INTO "audit_event" VALUES(346,'2026-11-28 22:46:35.250001',1,1,'王敏','a1','','training_class:create','15','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [1], "title": ["\u516c\u52a1\u5458\u516c\u6587\u5904\u7406\u80fd\u529b\u63d0\u5347\u73ed"], "year": [2026], "category_id": [1], "starts_on": ["2026-12-29"], "ends_on": ["2026-12-30"], "place": ["\u5e02\u59d4\u515a\u6821\u7b2c\u4e00\u6559\u5ba4"], "planned_people": [30], "hours": ["8"], "content": ["\u9762\u5411\u5168\u5e02\u516c\u52a1\u5458\uff0c\u8bb2\u6388\u516c\u6587\u5199\u4f5c\u3001\u516c\u6587\u6d41\u8f6c\u4e0e\u5e38\u89c1\u5dee\u9519\u3002\u8bf7\u81ea\u5e26\u7b14\u8bb0\u672c\u7535\u8111\u3002"], "attendance_required": [true], "mode": ["online"], "enroll_from": ["2026-11-24"], "enroll_until": ["2026-12-19"], "waiting_list": [true]}}');
INSERT INTO "audit_event" VALUES(347,'2026-11-28 22:46:35.539096',1,1,'王敏','a1','','attachment:create','7','done',NULL,'{"changes": {"platform_id": [1], "kind": ["training_class"], "item_id": [15], "name": ["\u62a5\u540d\u987b\u77e5.pdf"], "key": ["d161ea081e4031d4104200aac65e4095"], "media_type": ["application/pdf"], "size": [59770], "sha256": ["2f3b31b7beb3abfa1c897de6008677319b0459fb3a539dedb09776b5ab8f40d7"], "pages": [2], "shown": [null], "uploaded_by": [1]}}');
INSERT INTO "audit_event" VALUES(348,'2026-11-28 22:46:35.539373',1,1,'王敏','a1','','attachment:create','8','done',NULL,'{"changes": {"platform_id": [1], "kind": ["training_class"], "item_id": [15], "name": ["\u6559\u5ba4\u73af\u5883.jpg"], "key": ["9e5197e9d1f74f02329b8375d2b52f27"], "media_type": ["image/jpeg"], "size": [36596], "sha256": ["b1b90808a2b2d9b70331a9dbc71a9f8c698a10b4ceb6b249fe29bd05604dfea8"], "pages": [1], "shown": [1], "uploaded_by": [1]}}');
INSERT INTO "audit_event" VALUES(349,'2026-11-28 22:46:35.615492',1,1,'王敏','a1','','training_class:submit','15','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(350,'2026-11-28 22:46:35.691873',1,1,'王敏','a1','','enrollment:create','11','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [1], "class_id": [15], "learner_id": [2], "learner_organization_id": [3], "learner_name": ["\u8d75\u5fd7\u5f3a"], "document_mask": ["210203********3316"], "unit_name": ["\u793a\u8303\u5e02\u7fa4\u4f17\u827a\u672f\u9986"], "learner_title": ["\u526f\u7814\u7a76\u9986\u5458"]}}');
INSERT INTO "audit_event" VALUES(351,'2026-11-28 22:46:35.692201',1,1,'王敏','a1','','enrollment:create','12','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [1], "class_id": [15], "learner_id": [4], "learner_organization_id": [4], "learner_name": ["\u5468\u5efa\u56fd"], "document_mask": ["210211********4417"], "unit_name": ["\u793a\u8303\u5e02\u5c11\u5e74\u5bab"], "learner_title": ["\u4e00\u7ea7\u6559\u5e08"]}}');
INSERT INTO "audit_event" VALUES(352,'2026-11-28 22:46:35.720927',1,1,'王敏','a1','','training_class:create','16','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [1], "title": ["\u5e94\u6025\u5904\u7a81\u5b9e\u52a1\u57f9\u8bad"], "year": [2026], "category_id": [2], "starts_on": ["2026-12-23"], "ends_on": ["2026-12-23"], "place": ["\u4e09\u697c\u62a5\u544a\u5385"], "planned_people": [2], "hours": ["6"], "content": [""], "attendance_required": [true], "mode": ["online"], "enroll_from": ["2026-11-21"], "enroll_until": ["2026-12-14"], "waiting_list": [true]}}');
INSERT INTO "audit_event" VALUES(353,'2026-11-28 22:46:35.743495',1,1,'王敏','a1','','training_class:submit','16','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(354,'2026-11-28 22:46:35.810405',1,1,'王敏','a1','','enrollment:create','13','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [1], "class_id": [16], "learner_id": [3], "learner_organization_id": [3], "learner_name": ["\u5b59\u4e3d"], "document_mask": ["210204********6624"], "unit_name": ["\u793a\u8303\u5e02\u7fa4\u4f17\u827a\u672f\u9986"], "learner_title": ["\u52a9\u7406\u9986\u5458"]}}');
INSERT INTO "audit_event" VALUES(355,'2026-11-28 22:46:35.810695',1,1,'王敏','a1','','enrollment:create','14','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [1], "class_id": [16], "learner_id": [4], "learner_organization_id": [4], "learner_name": ["\u5468\u5efa\u56fd"], "document_mask": ["210211********4417"], "unit_name": ["\u793a\u8303\u5e02\u5c11\u5e74\u5bab"], "learner_title": ["\u4e00\u7ea7\u6559\u5e08"]}}');
INSERT INTO "audit_event" VALUES(356,'2026-11-28 22:46:36.638935',1,11,'陈晓梅','l1','','enrollment:create','15','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [1], "class_id": [16], "learner_id": [1], "learner_organization_id": [5], "learner_name": ["\u9648\u6653\u6885"], "document_mask": ["210202********4528"], "unit_name": ["\u793a\u8303\u5e02\u7fa4\u4f17\u827a\u672f\u9986"], "learner_title": ["\u9986\u5458"], "waiting": [true]}}');
INSERT INTO "audit_event" VALUES(357,'2026-11-28 22:46:36.680997',1,1,'王敏','a1','','training_class:create','17','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [1], "title": ["\u5fc3\u7406\u5065\u5eb7\u4e0e\u538b\u529b\u7ba1\u7406\u8bb2\u5ea7"], "year": [2026], "category_id": [2], "starts_on": ["2026-12-11"], "ends_on": ["2026-12-11"], "place": ["\u4e09\u697c\u62a5\u544a\u5385"], "planned_people": [50], "hours": ["4"], "content": [""], "attendance_required": [true], "mode": ["online"], "enroll_from": ["2026-11-19"], "enroll_until": ["2026-12-07"]}}');
INSERT INTO "audit_event" VALUES(358,'2026-11-28 22:46:36.730288',1,1,'王敏','a1','','training_class:submit','17','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(359,'2026-11-28 22:46:36.790777',1,11,'陈晓梅','l1','','enrollment:create','16','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [1], "class_id": [17], "learner_id": [1], "learner_organization_id": [5], "learner_name": ["\u9648\u6653\u6885"], "document_mask": ["210202********4528"], "unit_name": ["\u793a\u8303\u5e02\u7fa4\u4f17\u827a\u672f\u9986"], "learner_title": ["\u9986\u5458"], "waiting": [false]}}');
INSERT INTO "audit_event" VALUES(360,'2026-11-28 22:46:36.834660',1,1,'王敏','a1','','training_class:create','18','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [1], "title": ["\u6570\u5b57\u653f\u5e9c\u5efa\u8bbe\u4e13\u9898\u73ed"], "year": [2027], "category_id": [1], "starts_on": ["2027-01-28"], "ends_on": ["2027-01-30"], "place": ["\u4e09\u697c\u62a5\u544a\u5385"], "planned_people": [40], "hours": ["12"], "content": [""], "attendance_required": [true], "mode": ["online"], "enroll_from": ["2026-12-13"], "enroll_until": ["2027-01-13"], "waiting_list": [true]}}');
INSERT INTO "audit_event" VALUES(361,'2026-11-28 22:46:36.883455',1,1,'王敏','a1','','training_class:submit','18','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(362,'2026-11-28 22:46:36.977557',1,1,'王敏','a1','','training_class:create','19','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [1], "title": ["\u6c11\u6cd5\u5178\u4e0e\u4f9d\u6cd5\u884c\u653f"], "year": [2026], "category_id": [1], "starts_on": ["2026-12-17"], "ends_on": ["2026-12-18"], "place": ["\u4e09\u697c\u62a5\u544a\u5385"], "planned_people": [1], "hours": ["8"], "content": [""], "attendance_required": [true], "mode": ["online"], "enroll_from": ["2026-11-26"], "enroll_until": ["2026-12-09"]}}');
INSERT INTO "audit_event" VALUES(363,'2026-11-28 22:46:37.030784',1,1,'王敏','a1','','training_class:submit','19','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(364,'2026-11-28 22:46:37.110205',1,1,'王敏','a1','','enrollment:create','17','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [1], "class_id": [19], "learner_id": [4], "learner_organization_id": [4], "learner_name": ["\u5468\u5efa\u56fd"], "document_mask": ["210211********4417"], "unit_name": ["\u793a\u8303\u5e02\u5c11\u5e74\u5bab"], "learner_title": ["\u4e00\u7ea7\u6559\u5e08"]}}');
INSERT INTO "audit_event" VALUES(365,'2026-11-28 22:46:37.164754',1,1,'王敏','a1','','training_class:create','20','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [1], "title": ["\u4fdd\u5bc6\u5de5\u4f5c\u8f6e\u8bad"], "year": [2026], "category_id": [1], "starts_on": ["2026-11-17"], "ends_on": ["2026-11-17"], "place": ["\u4e09\u697c\u62a5\u544a\u5385"], "planned_people": [20], "hours": ["4"], "content": [""], "attendance_required": [true], "mode": ["online"], "enroll_from": ["2026-10-20"], "enroll_until": ["2026-11-09"]}}');
INSERT INTO "audit_event" VALUES(366,'2026-11-28 22:46:37.502183',1,1,'王敏','a1','','attachment:create','9','done',NULL,'{"changes": {"platform_id": [1], "kind": ["training_class"], "item_id": [20], "name": ["\u4fdd\u5bc6\u627f\u8bfa\u4e66.pdf"], "key": ["450d1831213493967f9547a6fb1e2563"], "media_type": ["application/pdf"], "size": [60510], "sha256": ["7679db9daa5bce538d9bb314a5d019cec6163afc4fac76df3a57df62fea84842"], "pages": [2], "shown": [null], "uploaded_by": [1]}}');
INSERT INTO "audit_event" VALUES(367,'2026-11-28 22:46:37.502506',1,1,'王敏','a1','','attachment:create','10','done',NULL,'{"changes": {"platform_id": [1], "kind": ["training_class"], "item_id": [20], "name": ["\u7b7e\u5230\u8868.jpg"], "key": ["4ecbab8ee4b94f0c2c6f0d50c77f27b3"], "media_type": ["image/jpeg"], "size": [42940], "sha256": ["a07736f890ff33ae29b5eef2961b939da843e8a55d63e7e86160dfb0337e21fc"], "pages": [1], "shown": [1], "uploaded_by": [1]}}');
INSERT INTO "audit_event" VALUES(368,'2026-11-28 22:46:37.567084',1,1,'王敏','a1','','training_class:submit','20','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(369,'2026-11-28 22:46:37.630790',1,1,'王敏','a1','','enrollment:create','18','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [1], "class_id": [20], "learner_id": [2], "learner_organization_id": [3], "learner_name": ["\u8d75\u5fd7\u5f3a"], "document_mask": ["210203********3316"], "unit_name": ["\u793a\u8303\u5e02\u7fa4\u4f17\u827a\u672f\u9986"], "learner_title": ["\u526f\u7814\u7a76\u9986\u5458"]}}');
INSERT INTO "audit_event" VALUES(370,'2026-11-28 22:46:37.631118',1,1,'王敏','a1','','enrollment:create','19','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [1], "class_id": [20], "learner_id": [4], "learner_organization_id": [4], "learner_name": ["\u5468\u5efa\u56fd"], "document_mask": ["210211********4417"], "unit_name": ["\u793a\u8303\u5e02\u5c11\u5e74\u5bab"], "learner_title": ["\u4e00\u7ea7\u6559\u5e08"]}}');
INSERT INTO "audit_event" VALUES(371,'2026-11-28 22:46:37.686262',1,1,'王敏','a1','','enrollment:update','19','done',NULL,'{"changes": {"attended_at": [null, "2026-11-28T22:46:37.679319"], "version": [1, 2]}}');
INSERT INTO "audit_event" VALUES(372,'2026-11-28 22:46:37.686657',1,1,'王敏','a1','','enrollment:update','18','done',NULL,'{"changes": {"attended_at": [null, "2026-11-28T22:46:37.679268"], "version": [1, 2]}}');
INSERT INTO "audit_event" VALUES(373,'2026-11-28 22:46:37.748670',1,1,'王敏','a1','','enrollment:update','19','done',NULL,'{"changes": {"granted": [null, "4"], "granted_at": [null, "2026-11-28T22:46:37.742536"], "version": [2, 3]}}');
INSERT INTO "audit_event" VALUES(374,'2026-11-28 22:46:37.749131',1,1,'王敏','a1','','enrollment:grant_hours','19','done',NULL,'{}');
INSERT INTO "audit_event" VALUES(375,'2026-11-28 22:46:37.797566',1,1,'王敏','a1','','training_class:create','21','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [1], "title": ["\u65b0\u4efb\u9886\u5bfc\u5e72\u90e8\u4efb\u804c\u57f9\u8bad\uff08\u8349\u7a3f\uff09"], "year": [2027], "category_id": [1], "starts_on": ["2027-02-17"], "ends_on": ["2027-02-21"], "place": ["\u4e09\u697c\u62a5\u544a\u5385"], "planned_people": [60], "hours": ["24"], "content": [""], "attendance_required": [true], "mode": ["online"], "enroll_from": ["2026-12-19"], "enroll_until": ["2027-01-28"], "waiting_list": [true]}}');
INSERT INTO "audit_event" VALUES(376,'2026-11-28 22:46:38.229733',1,1,'王敏','a1','','attachment:create','11','done',NULL,'{"changes": {"platform_id": [1], "kind": ["training_class"], "item_id": [21], "name": ["\u4efb\u804c\u57f9\u8bad\u901a\u77e5.pdf"], "key": ["3e788236d462d17b1061947b849437af"], "media_type": ["application/pdf"], "size": [60018], "sha256": ["835be5b31a9a96c6716a0b2863f7eb75e9af888063275259330f796222b0a825"], "pages": [2], "shown": [null], "uploaded_by": [1]}}');
INSERT INTO "audit_event" VALUES(377,'2026-11-28 22:46:38.230176',1,1,'王敏','a1','','attachment:create','12','done',NULL,'{"changes": {"platform_id": [1], "kind": ["training_class"], "item_id": [21], "name": ["\u6821\u56ed.jpg"], "key": ["24e7f64170f1808da1e0fe51a658c8c3"], "media_type": ["image/jpeg"], "size": [42940], "sha256": ["a07736f890ff33ae29b5eef2961b939da843e8a55d63e7e86160dfb0337e21fc"], "pages": [1], "shown": [1], "uploaded_by": [1]}}');
INSERT INTO "audit_event" VALUES(378,'2026-11-28 22:46:38.302427',1,2,'李娜','a2','','training_class:create','22','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [2], "title": ["\u8d74\u6df1\u5733\u516c\u5171\u6587\u5316\u673a\u6784\u77ed\u671f\u8fdb\u4fee"], "year": [2026], "category_id": [2], "starts_on": ["2026-10-26"], "ends_on": ["2026-10-30"], "place": ["\u6df1\u5733\u5e02\u6587\u5316\u9986"], "planned_people": [15], "hours": ["20"], "content": [""], "attendance_required": [false], "mode": ["direct"]}}');
INSERT INTO "audit_event" VALUES(379,'2026-11-28 22:46:38.323602',1,2,'李娜','a2','','training_class:submit','22','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(380,'2026-11-28 22:46:38.415517',1,2,'李娜','a2','','training_class:create','23','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [2], "title": ["\u65b0\u52a0\u5761\u516c\u5171\u56fe\u4e66\u9986\u670d\u52a1\u7814\u4fee"], "year": [2026], "category_id": [2], "starts_on": ["2026-08-17"], "ends_on": ["2026-08-21"], "place": ["\u65b0\u52a0\u5761\u56fd\u5bb6\u56fe\u4e66\u9986\u7ba1\u7406\u5c40"], "planned_people": [8], "hours": ["24"], "content": ["\u4e94\u5929\u7814\u4fee\uff0c\u542b\u4e24\u6b21\u53c2\u89c2\u3002"], "attendance_required": [false], "mode": ["direct"]}}');
INSERT INTO "audit_event" VALUES(381,'2026-11-28 22:46:38.469017',1,2,'李娜','a2','','training_class:submit','23','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(382,'2026-11-28 22:46:38.933759',1,2,'李娜','a2','','attachment:create','13','done',NULL,'{"changes": {"platform_id": [1], "kind": ["training_class"], "item_id": [23], "name": ["\u9080\u8bf7\u51fd.pdf"], "key": ["c2dd8e54ea4f9868f3c9806cf440b47e"], "media_type": ["application/pdf"], "size": [60259], "sha256": ["9fce4895267e562935fb7603ed71930e1bcc05d8ed8285f0ac331c5f47cdd985"], "pages": [2], "shown": [null], "uploaded_by": [2]}}');
INSERT INTO "audit_event" VALUES(383,'2026-11-28 22:46:38.934358',1,2,'李娜','a2','','attachment:create','14','done',NULL,'{"changes": {"platform_id": [1], "kind": ["training_class"], "item_id": [23], "name": ["\u5408\u5f71.jpg"], "key": ["8f9035bd61610f293e9ad0e67da50cdd"], "media_type": ["image/jpeg"], "size": [42940], "sha256": ["a07736f890ff33ae29b5eef2961b939da843e8a55d63e7e86160dfb0337e21fc"], "pages": [1], "shown": [1], "uploaded_by": [2]}}');
INSERT INTO "audit_event" VALUES(384,'2026-11-28 22:46:39.051026',1,2,'李娜','a2','','enrollment:create','20','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [2], "class_id": [23], "learner_id": [2], "learner_organization_id": [3], "learner_name": ["\u8d75\u5fd7\u5f3a"], "document_mask": ["210203********3316"], "unit_name": ["\u793a\u8303\u5e02\u7fa4\u4f17\u827a\u672f\u9986"], "learner_title": ["\u526f\u7814\u7a76\u9986\u5458"]}}');
INSERT INTO "audit_event" VALUES(385,'2026-11-28 22:46:39.051511',1,2,'李娜','a2','','enrollment:create','21','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [2], "class_id": [23], "learner_id": [4], "learner_organization_id": [4], "learner_name": ["\u5468\u5efa\u56fd"], "document_mask": ["210211********4417"], "unit_name": ["\u793a\u8303\u5e02\u5c11\u5e74\u5bab"], "learner_title": ["\u4e00\u7ea7\u6559\u5e08"]}}');
INSERT INTO "audit_event" VALUES(386,'2026-11-28 22:46:39.113395',1,2,'李娜','a2','','enrollment:update','21','done',NULL,'{"changes": {"granted": [null, "24"], "granted_at": [null, "2026-11-28T22:46:39.109112"], "version": [1, 2]}}');
INSERT INTO "audit_event" VALUES(387,'2026-11-28 22:46:39.113756',1,2,'李娜','a2','','enrollment:grant_hours','21','done',NULL,'{}');
INSERT INTO "audit_event" VALUES(388,'2026-11-28 22:46:39.164350',1,2,'李娜','a2','','training_class:create','24','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [2], "title": ["\u4eac\u6d25\u5180\u975e\u9057\u4fdd\u62a4\u4ea4\u6d41\u57f9\u8bad"], "year": [2026], "category_id": [2], "starts_on": ["2026-04-20"], "ends_on": ["2026-04-22"], "place": ["\u5929\u6d25\u5e02\u7fa4\u4f17\u827a\u672f\u9986"], "planned_people": [10], "hours": ["10"], "content": [""], "attendance_required": [false], "mode": ["direct"]}}');
INSERT INTO "audit_event" VALUES(389,'2026-11-28 22:46:39.226394',1,2,'李娜','a2','','training_class:submit','24','done',NULL,'{"opinion": ""}');
INSERT INTO "audit_event" VALUES(390,'2026-11-28 22:46:39.494492',1,2,'李娜','a2','','enrollment:create','22','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [2], "class_id": [24], "learner_id": [4], "learner_organization_id": [4], "learner_name": ["\u5468\u5efa\u56fd"], "document_mask": ["210211********4417"], "unit_name": ["\u793a\u8303\u5e02\u5c11\u5e74\u5bab"], "learner_title": ["\u4e00\u7ea7\u6559\u5e08"]}}');
INSERT INTO "audit_event" VALUES(391,'2026-11-28 22:46:39.700992',1,2,'李娜','a2','','enrollment:update','22','done',NULL,'{"changes": {"granted": [null, "10"], "granted_at": [null, "2026-11-28T22:46:39.671935"], "version": [1, 2]}}');
INSERT INTO "audit_event" VALUES(392,'2026-11-28 22:46:39.701709',1,2,'李娜','a2','','enrollment:grant_hours','22','done',NULL,'{}');
INSERT INTO "audit_event" VALUES(393,'2026-11-28 22:46:39.909837',1,2,'李娜','a2','','enrollment:update','22','done',NULL,'{"changes": {"granted": ["10", null], "granted_at": ["2026-11-28T22:46:39.671935", null], "version": [2, 3]}}');
INSERT INTO "audit_event" VALUES(394,'2026-11-28 22:46:39.910329',1,2,'李娜','a2','','enrollment:cancel_hours','22','done',NULL,'{}');
INSERT INTO "audit_event" VALUES(395,'2026-11-28 22:46:39.989426',1,3,'张伟','a3','','role_profile:create','8','done',NULL,'{"changes": {"role_id": [8], "platform_id": [1], "organization_id": [3], "code": ["own-319fffdb0825"], "kind": ["administrator"], "label": ["\u57f9\u8bad\u5e72\u4e8b"], "label_en": ["Training clerk"]}}');
INSERT INTO "audit_event" VALUES(396,'2026-11-28 22:46:39.989920',1,3,'张伟','a3','','ab_role:create','8','done',NULL,'{"changes": {"name": ["1:own-319fffdb0825"]}}');
INSERT INTO "audit_event" VALUES(397,'2026-11-28 22:46:40.182730',1,3,'张伟','a3','','role_profile:permissions','8','done',NULL,'{"added": ["can_read:enrollment", "can_read:training_class", "can_write:enrollment", "can_write:training_class"], "removed": []}');
INSERT INTO "audit_event" VALUES(398,'2026-11-28 22:46:40.319431',1,3,'张伟','a3','','absence:create','1','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "learner_id": [3], "kind": ["leave"], "starts_on": ["2026-03-02"], "ends_on": ["2026-06-30"], "reason": ["\u4ea7\u5047"]}}');
INSERT INTO "audit_event" VALUES(399,'2026-11-28 22:46:40.324319',1,3,'张伟','a3','','learner:update','3','done',NULL,'{"changes": {"version": [1, 2]}}');
INSERT INTO "audit_event" VALUES(400,'2026-11-28 22:46:40.417228',1,3,'张伟','a3','','absence:create','2','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "learner_id": [2], "kind": ["exemption"], "starts_on": ["2026-01-01"], "ends_on": [null], "reason": ["\u63f4\u5916"]}}');
INSERT INTO "audit_event" VALUES(401,'2026-11-28 22:46:40.417594',1,3,'张伟','a3','','learner:update','2','done',NULL,'{"changes": {"version": [1, 2]}}');
INSERT INTO "audit_event" VALUES(402,'2026-11-28 22:46:40.492312',1,3,'张伟','a3','','learner:update','10','done',NULL,'{"changes": {"retired_at": [null, "2026-11-28T22:46:40.479750"], "version": [1, 2]}}');
INSERT INTO "audit_event" VALUES(403,'2026-11-28 22:46:40.645391',1,3,'张伟','a3','','learner:update','9','done',NULL,'{"changes": {"retired_at": [null, "2026-11-28T22:46:40.638309"], "merged_into_id": [null, 8], "version": [1, 2]}}');
INSERT INTO "audit_event" VALUES(404,'2026-11-28 22:46:40.645815',1,3,'张伟','a3','','learner:update','8','done',NULL,'{"changes": {"version": [1, 2]}}');
INSERT INTO "audit_event" VALUES(405,'2026-11-28 22:46:40.658025',1,3,'张伟','a3','','learner:merge','9','done',NULL,'{"into": 8, "reason": "\u540c\u4e00\u4eba\uff0c\u5165\u804c\u65f6\u4ee5\u62a4\u7167\u767b\u8bb0", "entries": 0, "documents": ["210203********3334", "E******21"]}');
INSERT INTO "audit_event" VALUES(406,'2026-11-28 22:46:40.769725',1,2,'李娜','a2','','learner:transfer','6','done',NULL,'{"before": 4, "after": 3, "day": "2026-11-29", "reason": "\u5de5\u4f5c\u8c03\u52a8"}');
INSERT INTO "audit_event" VALUES(407,'2026-11-28 22:46:40.817656',1,4,'刘洋','a4','','transfer:create','1','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "from_organization_id": [4], "learner_id": [7], "learner_name": ["\u7f57\u6653\u4e1c"], "document_mask": ["E******78"], "from_name": ["\u793a\u8303\u5e02\u5c11\u5e74\u5bab"], "to_name": ["\u793a\u8303\u5e02\u7fa4\u4f17\u827a\u672f\u9986"], "asked_by": ["unit"], "reason": ["\u8058\u7528\u5355\u4f4d\u53d8\u66f4"]}}');
INSERT INTO "audit_event" VALUES(408,'2026-11-28 22:46:40.876386',1,3,'张伟','a3','','transfer:create','2','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [4], "from_organization_id": [3], "learner_id": [6], "learner_name": ["\u6797\u5c0f\u96e8"], "document_mask": ["210202********4522"], "from_name": ["\u793a\u8303\u5e02\u7fa4\u4f17\u827a\u672f\u9986"], "to_name": ["\u793a\u8303\u5e02\u5c11\u5e74\u5bab"], "asked_by": ["unit"], "reason": ["\u501f\u8c03\u671f\u6ee1"]}}');
INSERT INTO "audit_event" VALUES(409,'2026-11-28 22:46:40.961025',1,4,'刘洋','a4','','transfer:update','2','done',NULL,'{"changes": {"state": ["open", "refused"], "decided_at": [null, "2026-11-28T22:46:40.944399"], "version": [1, 2]}}');
INSERT INTO "audit_event" VALUES(410,'2026-11-28 22:46:40.990597',1,1,'王敏','a1','','announcement:create','1','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [1], "publisher": ["\u793a\u8303\u5e02\u4eba\u529b\u8d44\u6e90\u548c\u793e\u4f1a\u4fdd\u969c\u5c40"], "title": ["\u5173\u4e8e\u5f00\u5c552026\u5e74\u5ea6\u7ee7\u7eed\u6559\u80b2\u5b66\u5206\u7533\u62a5\u5de5\u4f5c\u7684\u901a\u77e5"], "body": ["\u5404\u5355\u4f4d\uff1a\n\n2026\u5e74\u5ea6\u7ee7\u7eed\u6559\u80b2\u5b66\u5206\u7533\u62a5\u5de5\u4f5c\u81ea\u5373\u65e5\u8d77\u5f00\u59cb\uff0c\u8bf7\u5404\u5355\u4f4d\u4e8e11\u670830\u65e5\u524d\u5b8c\u6210\u57f9\u8bad\u9879\u76ee\u7533\u62a5\u548c\u5b66\u5206\u6388\u4e88\u3002\n\n\u54a8\u8be2\u7535\u8bdd\uff1a0411-00000000\u3002"], "audience": ["everyone"], "starts_on": ["2026-11-09"], "ends_on": ["2027-06-17"]}}');
INSERT INTO "audit_event" VALUES(411,'2026-11-28 22:46:41.019542',1,1,'王敏','a1','','announcement:create','2','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [1], "publisher": ["\u793a\u8303\u5e02\u4eba\u529b\u8d44\u6e90\u548c\u793e\u4f1a\u4fdd\u969c\u5c40"], "title": ["\u7cfb\u7edf\u7ef4\u62a4\u516c\u544a"], "body": ["\u672c\u7cfb\u7edf\u5c06\u4e8e\u672c\u5468\u516d22:00\u81f324:00\u7ef4\u62a4\uff0c\u5c4a\u65f6\u6682\u505c\u4f7f\u7528\u3002"], "audience": ["everyone"], "starts_on": ["2026-09-30"], "ends_on": ["2026-10-30"]}}');
INSERT INTO "audit_event" VALUES(412,'2026-11-28 22:46:41.046171',1,2,'李娜','a2','','announcement:create','3','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [2], "publisher": ["\u793a\u8303\u5e02\u6587\u5316\u827a\u672f\u4e2d\u5fc3"], "title": ["\u7ba1\u7406\u5458\u4e1a\u52a1\u57f9\u8bad\u5b89\u6392"], "body": ["\u8bf7\u5404\u5355\u4f4d\u7ba1\u7406\u5458\u63d0\u524d\u51c6\u5907\u672c\u5355\u4f4d\u4eba\u5458\u540d\u5355\u3002"], "audience": ["administrators"], "starts_on": ["2026-11-26"], "ends_on": ["2026-12-29"]}}');
INSERT INTO "audit_event" VALUES(413,'2026-11-28 22:46:41.070920',1,3,'张伟','a3','','announcement:create','4','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "publisher": ["\u793a\u8303\u5e02\u7fa4\u4f17\u827a\u672f\u9986"], "title": ["\u9986\u5185\u5b66\u5458\u6ce8\u610f\uff1a\u8bf7\u6838\u5bf9\u4e2a\u4eba\u4fe1\u606f"], "body": ["\u8bf7\u767b\u5f55\u540e\u6838\u5bf9\u59d3\u540d\u3001\u8bc1\u4ef6\u53f7\u548c\u804c\u79f0\uff0c\u5982\u6709\u9519\u8bef\u8bf7\u8054\u7cfb\u529e\u516c\u5ba4\u3002"], "audience": ["learners"], "starts_on": ["2026-11-28"], "ends_on": ["2027-01-28"]}}');
INSERT INTO "audit_event" VALUES(414,'2026-11-28 22:46:41.153173',1,3,'张伟','a3','','announcement:create','5','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "publisher": ["\u793a\u8303\u5e02\u7fa4\u4f17\u827a\u672f\u9986"], "title": ["\u5e74\u7ec8\u8003\u6838\u63d0\u524d\u901a\u77e5"], "body": ["\u5e74\u7ec8\u8003\u6838\u65f6\u95f4\u53e6\u884c\u901a\u77e5\u3002"], "audience": ["everyone"], "starts_on": ["2026-12-09"], "ends_on": ["2027-01-08"]}}');
INSERT INTO "audit_event" VALUES(415,'2026-11-28 22:46:41.237624',1,3,'张伟','a3','','announcement:create','6','done',NULL,'{"changes": {"platform_id": [1], "organization_id": [3], "publisher": ["\u793a\u8303\u5e02\u7fa4\u4f17\u827a\u672f\u9986"], "title": ["\u573a\u5730\u53d8\u66f4\uff08\u5df2\u64a4\u56de\uff09"], "body": ["\u57f9\u8bad\u5730\u70b9\u6539\u4e3a\u4e8c\u697c\u4f1a\u8bae\u5ba4\u3002"], "audience": ["everyone"], "starts_on": ["2026-11-19"], "ends_on": ["2026-12-19"]}}');
INSERT INTO "audit_event" VALUES(416,'2026-11-28 22:46:41.265497',1,3,'张伟','a3','','announcement:withdraw','6','done',NULL,'{}');
INSERT INTO "audit_event" VALUES(417,'2026-11-28 22:46:41.268226',1,3,'张伟','a3','','announcement:update','6','done',NULL,'{"changes": {"withdrawn_at": [null, "2026-11-28T22:46:41.265438"], "version": [1, 2]}}');
INSERT INTO "audit_event" VALUES(418,'2026-11-28 22:46:41.387886',1,2,'李娜','a2','','appointment:create','11','done',NULL,'{"changes": {"user_id": [5], "platform_id": [1], "organization_id": [2], "role_id": [3], "starts_on": ["2026-11-29"], "ends_on": ["2026-12-13"], "stands_for_id": [2]}}');
INSERT INTO "audit_event" VALUES(419,'2026-11-28 22:46:41.431417',1,1,'王敏','a1','','policy_row:create','4','done',NULL,'{"changes": {"platform_id": [1], "name": ["initial_password_days"], "from_year": [2025], "value": [7], "made_by": ["\u738b\u654f"]}}');
INSERT INTO "audit_event" VALUES(420,'2026-11-28 22:46:41.503200',1,1,'王敏','a1','','rule_set:create','2','done',NULL,'{"changes": {"platform_id": [1], "from_year": [2025], "note": ["\u6bcf\u65e5\u6700\u591a\u8ba1 8 \u5b66\u5206"], "made_by": ["\u738b\u654f"]}}');
INSERT INTO "audit_event" VALUES(421,'2026-11-28 22:46:41.503757',1,1,'王敏','a1','','hour_rule:create','3','done',NULL,'{"changes": {"platform_id": [1], "rule_set_id": [2], "seq": [1], "kind": ["minimum"], "category_id": [1], "group_by": [""], "group_value": [""], "source": [""], "per": [""], "amount": ["30"], "number": [null], "start_year": [null], "part": [null], "whole": [null], "rounding": [""]}}');
INSERT INTO "audit_event" VALUES(422,'2026-11-28 22:46:41.504073',1,1,'王敏','a1','','hour_rule:create','4','done',NULL,'{"changes": {"platform_id": [1], "rule_set_id": [2], "seq": [2], "kind": ["minimum"], "category_id": [2], "group_by": [""], "group_value": [""], "source": [""], "per": [""], "amount": ["20"], "number": [null], "start_year": [null], "part": [null], "whole": [null], "rounding": [""]}}');
INSERT INTO "audit_event" VALUES(423,'2026-11-28 22:46:41.504331',1,1,'王敏','a1','','hour_rule:create','5','done',NULL,'{"changes": {"platform_id": [1], "rule_set_id": [2], "seq": [3], "kind": ["cap"], "category_id": [null], "group_by": [""], "group_value": [""], "source": [""], "per": ["day"], "amount": ["8"], "number": [null], "start_year": [null], "part": [null], "whole": [null], "rounding": [""]}}');
INSERT INTO "audit_event" VALUES(424,'2026-11-28 22:46:41.542576',1,1,'王敏','a1','','closed_year:create','1','done',NULL,'{"changes": {"platform_id": [1], "year": [2025], "rule_set_id": [2], "closed_by": ["\u738b\u654f"]}}');
CREATE TABLE audit_seal (
	seq INTEGER NOT NULL, 
	from_id INTEGER NOT NULL, 
	to_id INTEGER NOT NULL, 
	count INTEGER NOT NULL, 
	marks BLOB NOT NULL, 
	previous VARCHAR(64) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	sealed_at DATETIME NOT NULL, 
	CONSTRAINT pk_audit_seal PRIMARY KEY (seq)
);
INSERT INTO "audit_seal" VALUES(1,0,424,424,X'00000000000000010522790A29EA147D2ADE3A03292B09A700000000000000025F81F2304DD0B05CBCBD9A746EECA62E000000000000000373D5FF84A9FCE1239BEAD89374BBA9230000000000000004CF7B82A78DAC0F66E1AB4D9336B89641000000000000000527874ACAAD20B07B3AF65794D97EE63F0000000000000006BADF960F9DC2B6A8A3873818F5850FA10000000000000007944DD54640A49E93A616784DF7ACA686000000000000000828C4DBB5296ABA4615B09C5C4F2BEED1000000000000000936D61F4B627F2F32A279864906A4044D000000000000000A40B23217A62FEECFA443782E9BDB04D2000000000000000B85842D2D584D62C25630B56FFABC3C39000000000000000C4ED33A749C727A077D5D4950D1E56EC1000000000000000D959FE5A1FF8B9E1E1EE61832E23A249B000000000000000E29767E38FA44036D55A42AB2547B7DC7000000000000000FAFDCE60453C82E3C3B71D0AA3A25E5510000000000000010289C93CB9B9A457A0113FBE5EC0EF39F00000000000000112D3233A6DBEF7150FD4E8F0B489BFDEA00000000000000123FF23B4F7F0A0D77C4B616D083AAC7500000000000000013174425FFC4C8BAEF2889951B64723E6F00000000000000140B225B13902FC7C96BCC84F95A5C1E7C0000000000000015985B0DCAC14AAE0DA6525720EFB114630000000000000016FABB9444530A0DF6E19BCD6A3674E9BB0000000000000017DA8163F514FDED02B6190BA4A3E6EFF40000000000000018C31D7B781B986B9E1589A55F7AE0F10000000000000000198173963665C2DA608C7DFFBBE530B04C000000000000001A6BF6C1F047455E522B78B485F1646697000000000000001BA2D657741A57F5FB2C90C6A5BD785551000000000000001C39694B706C4A00B195BC5A27AD7900F4000000000000001D5F1617796DE11EE2E8B92B9801A95913000000000000001E56E927EC224A2FF9EF45B509493AFA57000000000000001F03E25EDF7BF37E6DDF78B4BE6D8C81FE00000000000000209AE05ED2446EDB51F8B4CEF5485E70470000000000000021EB8922BA3931326825B59F710A2056D00000000000000022C7A5CA209F1FEAE2A722A6B0F4CB92180000000000000023DA6C0AFA9EF62BA80AEBB622A56D81A6000000000000002480FF5286100FE29D09E401C6F3C1C5EA000000000000002597694932842CB675AA3A88D51B361D990000000000000026B543865BE2186284C41F07F635F616CF00000000000000277AFEF735CB2CC88310E0A328675EE3B00000000000000028A8115F6B79B6F0D4CB3D0F80DC66689D00000000000000295A5DD5B2E41BA0C4EF1B5D9276D274C8000000000000002A687AE53697D8D4EF39E4FA4505D39565000000000000002B79BF9A5CE48DBACB3C588775B31E1196000000000000002C3482471AB8441F6716A88D25E6E47477000000000000002DAA451F8D5702E1FD324A07A0C3BA5E7C000000000000002E50FADC5634899FB96AA164EEE33B3C0E000000000000002F108A7998C617D38897677FCB4ECAC4F000000000000000303EBB091693CD3F3F7BE1CC78E311248500000000000000316FAA622CC8B964AEE4462F8C1A2D9B4F0000000000000032CA0C138D56828600D81CEA31C2D3AE2A0000000000000033794B572CA3623C1EFEEE4BC1F07282B50000000000000034BA30B10F0244FCF934C49D18FC4F072A000000000000003579E4AA853F9D762ADB3E564A471065B30000000000000036855B87C03C4B7D883EF89B801946DE0D00000000000000376137395599ACE143768312819A2BB6D4000000000000003890F9C0EC7B903DF3FD3EEAA134D2240E0000000000000039B48C50F67C54AE6DCAD6669D41366647000000000000003AACDAAC6C10141B3DF1D53C502ED4EA0D000000000000003B76F4827C24835ACA2879A5078A130676000000000000003CA9233EA1B57669CB801091DC9811232B000000000000003DDCEFBB1A5F37AA70C71E7E0EB0469D27000000000000003E302EE48695087C78B2C168D7E77EDBF6000000000000003FDF39E28A017A72590B53E10AD70C97C80000000000000040ADD08B00E2C82AA09F4DC728B9CDE48000000000000000410FAE60B98593AB953CE96F5AA44F662A0000000000000042F9C4EA39B6BCE817D0ED2B28C4E7A6720000000000000043598742DC23A0502303F5BDD4327A99A8000000000000004431CB6CFD6AA7610752B65FF8BC0006980000000000000045BADBC8BFC4654C37C41C890C249DB846000000000000004664156758EA3B830915CBC4D3BA720C570000000000000047D891E2F34F88B857328217376A60AC670000000000000048416E0901C3B95A966BDDA7B46C35F68D0000000000000049C73E88CA5CCC1B95B1247615A678CEA5000000000000004ABF3E67554FF85D975EE4E48B7E2CAA0F000000000000004BA32545195AA89BC4DBBDB3299C569DF5000000000000004C85DF3F5859964F6326FD59B814CDEC25000000000000004D42D1E667C6145CF2EF99ACA3A597338B000000000000004EF9A6EB3942389445304F4165869F3B68000000000000004FA832831E31C9F0BB2FF3C3FB7A5D055A000000000000005061C04B4C3374A9D19CFCCAA355B8BBC4000000000000005120D26643071324E376C6DB1750D8F44D0000000000000052CEE1A32A7300D595769F8849E3E199360000000000000053D7FA3D1C0D62E57B755E1E1AE8CF3A760000000000000054EF1C689E62155933C237BBDFFC7BD13100000000000000552A358537BA551DA781FC0275A1BB32A700000000000000567EBE879E3EE912CF7794EAC242F1D1F700000000000000579DFC44EEA04F34898576A2BCE7637C240000000000000058A4E68E8F4FC250B99C0C3749A7C56F390000000000000059C22D0CCC2D07926A4C8BD97C4088B2D6000000000000005A2C240CB14571CCBD0C9EC8DBBA1CB0F1000000000000005B2EDBE0425F70140EF977BE1EF66F406C000000000000005C2458F3B406C8A777120AEB760588424E000000000000005DA8835DD0EAABCCDACE86477DB86EADE1000000000000005E33ACA499C3D5940CA50FFF3E9527404C000000000000005FF114659C1E8EC63CA8ABDAFAC08579180000000000000060B83757CBF6E318B658D0171C424E15F8000000000000006159A69D6BCB1D04BF7ECC4B115E5C7B50000000000000006292025D4274BE93452430E2F044F3D9DE0000000000000063984F74395E642A4D42226B1A664974CF0000000000000064DDE617A3344AAD6A8361E14280999218000000000000006549BA3FD95EE5B26DC351F270B7359A070000000000000066270BAFE75F5B9DE797FE7AC902C2E7200000000000000067BB95DC6C5B66678C25949F431F3F4B2D0000000000000068EB80513E4D61A420C9A0DE8FBB58A8BC000000000000006925534E5B7A98F72C033E14A1D393FA75000000000000006A4FB3AD1DED79397B01A180E3623FC9C0000000000000006B0D3387D6BC7A20234F101BD68ED9D823000000000000006CC477235E668AB6E82E32622543559E1E000000000000006DF74883A4EB003B9DA9930E7615BA5A76000000000000006EDB6E5FA078D054F1DE95311FA8C9AED3000000000000006F9247E10B5351D5F6606583CBCE34DEB90000000000000070FD13EDD6595257D24EAE494434F6EA150000000000000071897DA7897569B1CBE71709DB520008E900000000000000720F9036622D87F54D50B0B64A8B499A930000000000000073BA4F5DCB4C28AA912467A2DB9D15978A0000000000000074CEE0BE82FEA1229460AB54180FCACA540000000000000075490C28173E1CBF6FCC15FCD14D90DD0A0000000000000076D68843D58D09608564ED5BFE7DDD5EC100000000000000777D1E85CC3F7B4EAFFEDC54B37E6C2B4E0000000000000078548F561BA1F849CE0EB4AF2BBCF498A3000000000000007983A2E8812F4C02A8B6A168F6B30BF2C4000000000000007ACF9E25AE5C9541E8A4E9EBA8F1B302AB000000000000007B9BD88BC35CF889E55C8946B33BDE26C5000000000000007C64003CE954ACBD5FFD16B4F1A393A345000000000000007D2908679245C5B263CD7D45B3365B988B000000000000007E9C4531E4C7ECA0385A6F5D61A4FAC9F4000000000000007F369C31436520016FD48239A342B6816E0000000000000080EC4CDF77A3BBC72B6E8C11340297A3970000000000000081A57B17AA1DCD5E529C680D7F08C93E79000000000000008207F8E56A53B2ECC8F565A9307F5F49D2000000000000008381E2CE7CFD29FBABB0C3140C14C49BDF0000000000000084292028E4C39AC6521BAD36D13D9521BA0000000000000085D760FA1AE70D25804D5C0BCD43F489B10000000000000086575644761F0C8540A1C77B826DFDE3AC00000000000000879E9BB8E435DBF5AA641459D6DED43D010000000000000088FF4744B9D8D4235407CC015D821F87180000000000000089886BF718665B2C0160E50D004760E0DE000000000000008AC814A50F7981E5E8F24C5A7B19C1B640000000000000008BE1CDB458A2B6C62D40FF350EE1935E74000000000000008CE1D630A4F1B8889F37E71C6AD9185497000000000000008D93A145818A1D6E4993F6BA781D229CD4000000000000008ED110C320591BEA0D1D4605DD5AA93E8D000000000000008FFC12FCB4C8EF3CAF2FCA22295738B72A000000000000009034B13911863A5F17B8D4360E28FAA486000000000000009122041A76D2B5479A8C4EF1C4760665F50000000000000092F5F50E587964310B5440D14577A4563C0000000000000093346E20AFA6ACD00665E62C2D853C24DF0000000000000094B4904DE90AF5460404126629B3C2E2C90000000000000095597924E225FD853F20FFC4522DE60BD100000000000000967557A543D108DA3AF6C87AA3471D5D7C00000000000000971A0832AD617076BAA72C18462510F3F40000000000000098B72BEA92FD2FE740B716C78028DC391B00000000000000995D265C09C4D9E0AD71570549C121A352000000000000009AA180A39FEBB24764EC5D48C009456441000000000000009BB51C449D3B5D5C32E45CFF2DEDE49F4D000000000000009C35EA5AD2603E82382C36E207597BB586000000000000009D42DDC8F4EF09A9A06ED5AFD7069F4C69000000000000009E4CADE0BB258075BB00D8F1198A13D81A000000000000009F50C47E706B5DF1A7EA6F9DE2D917E05D00000000000000A00C3FA8267E1D80D7193BF465F740DB8E00000000000000A1627986B70506479A405147A5E94C854400000000000000A2A6C5031FBEEDD96A8DBAD20FA2077F2700000000000000A315FF985FCE00E689264349FE8BEB959700000000000000A4B61D525D6669349199E5C09565C3F76500000000000000A5C966C1F727A93171FFE29C34DC73402D00000000000000A61FD8C10B7E44F4A24971EFAE9D681F4C00000000000000A77294A72DDD2989409AAAADC2A0BCFE1100000000000000A8E424DC7DDF2B3D431DC551717D8EA93C00000000000000A95E2CDC1A426CDB61BD387696C1523F2100000000000000AA76EFBC8B8939A56F76076A8AAE7AE9C100000000000000ABDDDF15EE653615FA34164153720D77EF00000000000000AC5857A7F3197AD19E9F839539DE3E85A500000000000000AD5A7FE4DCD8832C8067D4AFBBDBA93A1200000000000000AE6355B291F888286FC271AC41C3BBB54D00000000000000AF32C282083CC915059BC69466A75D9A1F00000000000000B05D0BF1A9221B599EDA846CA4A6D81F6200000000000000B1C17573821484AB301A3FDEE3455BE2A300000000000000B24703D2CB4C263261F2829C5C93B9860B00000000000000B3A82A08B9834FB7F6D7BC5AA89FFA4E0E00000000000000B4D8E0E256FE9504EE8DC3585AE366ABEB00000000000000B50672F035F6640C8750321EFCBAB434E700000000000000B642D759F8F6C38B87D37BA71EC6BC07C300000000000000B731AFD6BF82D6CFF186FD594F69A2B2C900000000000000B88C21AC20A1E2E53903AC091016FA10A000000000000000B939A53F1BEB4E8FAD908607B1C9DF7C2A00000000000000BAE9E8B80B3FD51580D41CC966CC24792900000000000000BB65083B95D6B83258B32D133E8FB3711600000000000000BC695A749993F1A7915F4BAF4E01AE4F0C00000000000000BDB5329D3CFF2B4FECBD5EEDE9086DEB7D00000000000000BEF65DD5B938C471B30041F79FE373296B00000000000000BF4D560FBD1F85A15A6C319E4D9E482A1000000000000000C0370CF3F062538B9669174DF7BFC1B2F400000000000000C15C108DE0D7AAB196E34649A4E40E84C800000000000000C240E06FD2B64149F886CAD29A441CEFA600000000000000C31D0067FD8CDE266691298CE910915C4B00000000000000C481B25DF543A64B5D9DD8DADE0506FC5E00000000000000C5FD1A8251445A0DAA5014EAF442476F6500000000000000C63556838BCF6DA7B56D872DCE7D911F7900000000000000C71B77A14CC2C5F5A7F89C22DCD6B1513300000000000000C89244DD7DCA3DE2F5F8708E94F0E8672300000000000000C9FC804001370DCBD52BD0AB1655D4A5EA00000000000000CAB5EBC93FEE3B5FA9789426031C23A3FC00000000000000CBD2D5CB506808072C404DEAC5135368A400000000000000CCB34551A80C152B21F9520538A3E3F94D00000000000000CD12ADA573336EDF5477FEEF09A50B49E600000000000000CED913D6FA7F24B3A8C43C9735C5E26F9100000000000000CF4EC18F7726CBF82B1B6F7B27F54B09C000000000000000D08E3DB0F4F89044367EA481B5F8D5F44800000000000000D14B0F57AD1ABCE082CCAAC3401299AE6B00000000000000D2E93ADA398355DA6406424FB06802102600000000000000D3D7E29B745B08BEB131B8B1C510F71E4800000000000000D4825911DB9BFBF7E864848B801514AC9100000000000000D5BFC91114061D93A26F20910E474BB22500000000000000D6B72A624A4932F2C43B4F9A5B377F403500000000000000D7BEB6EB625E3B06808D6E0637B325EAB300000000000000D82AC2D3A65D6BC355280327A99D3F418600000000000000D93CEC10FD9D0681E0F934A14017B6212300000000000000DA66619DF1B8D4E4C442538E143E383D4100000000000000DBBBFA1256FDC98E821F11B7A5EA1D8FFD00000000000000DC8C403A4449517FF6A28D64F0FCF071BB00000000000000DD903469086EC11C4B67D32C10ED58FF4800000000000000DE3B627975E2FE9074C28AB989B213EA6700000000000000DFA71A9FF4D8D5906BB0B68D0841ECF84400000000000000E09540CBE1AFC60DF0FEEBED9AD68EAEE200000000000000E1322E569154660C96B44315D2A2EA4DEF00000000000000E2A416C02B4C2EE66A9017612D59123EC700000000000000E3711421A2FAFC2F4194569F1BC074B18200000000000000E44836146EE90AFA87544B13694ECFCF0C00000000000000E546404B1E7C11AFE257EB06F3C4019D7D00000000000000E610D2BFBB81C400E1BB4774A1C6BD426600000000000000E73C84023C9133EF1911FF9B31275DD15600000000000000E80A0C01654B28DA0F7DA49CA7494AF60B00000000000000E95AF33FA2CF3ACF34F83D80559637CD4E00000000000000EA816720DA6D61AF4EA0A083C46E9309D200000000000000EB577CB46781B40E7183ABEE1BE7DB72E800000000000000EC879A366C02AD29A94C5234027324347A00000000000000EDB064E283CFC0BFFFB146C75923CECEE300000000000000EEE8BE211135A905A3DC6824FA1961670D00000000000000EF66C5D88BF5A860FF408DC4F3F6ABEE9F00000000000000F03761569378C45791250036F07289FE7900000000000000F1219A7784B75E618A164EF2962D105AE600000000000000F2DE3D8574D4B58D35DD687AEC4AA821BD00000000000000F33BC1D56980C951E63991F05C163CCDAC00000000000000F4E352958228E0BEEB19BCDB5F3353378000000000000000F594F9F9B3A1910A81192EAD873EDDAEB100000000000000F60139018671FBE0E68E22F8F2930CB95100000000000000F7E39AD8915B18EF1655DAA18EC6B4576A00000000000000F82ACA947330EAA59458E4DADCFD57674000000000000000F9C295FA117FEC75ECF4E0C5264F30956F00000000000000FA5F3049A20C5E47D4F725DC4DFC95C3D000000000000000FB25F453E46ACE909E037B8B56D6D68D4100000000000000FC7019823EE20AC3CFD628CF8F39210EA700000000000000FD439AA2AFCE41DE775DE922374480427200000000000000FE2A34BF0E2356211B7FB1C7879733A49900000000000000FF911515070C4CBD3B1143C2F2956E3741000000000000010094167E3A48A596364127E853F30CDB710000000000000101D4C7D45DDDA13B1D51695C2C56BC64BB000000000000010260E8BD9CA21F0960436085CF313669780000000000000103CF95F067C658BA7CE09176CDCF22E748000000000000010477BFA4133E69A220F72657ED7E4393F10000000000000105920BD6135D4372D8490FD37DF61517CD00000000000001066E81F0D77CD318FFA55CC3F899EF46B10000000000000107A1768FE6689A2F78C1FC7007E654CBCD00000000000001088073B77847EADA361AB6D21FC4BFED6300000000000001096E9A148A8FCBFC898D6D65500DA5BBD3000000000000010AC97B99536C9287BAA2824F0393811831000000000000010B60DC0C8CC4A7B3A459E01B3298BB34BA000000000000010C0C9A077CC5D7391B911A2F385E99A597000000000000010D3B6234DEFEF06ED721B0DDCE343337B6000000000000010E5A177645ABB51AA9D2C2A3609364718C000000000000010FC0698403012515211CC0BB01AD420E1F0000000000000110C7AF5A1E86132B0694A581466F26AC4A00000000000001116A30367B64C7EF6E938F3132F776A12B00000000000001129D3C6B8955C4E77CE6AEA862B387A6890000000000000113C958F857BE3A5D254D73419515E6E5970000000000000114BDB68891C74EC6B53C4FC815DF0E7BAA0000000000000115EC27B7243A5AF70DEF2AE2F73F1CC1F30000000000000116367027289571841C23AE7E9340C055C00000000000000117F1BDCBA06FE1D716BDCD471C62355EE20000000000000118ADB041F817B77838F36BE6C85CE842860000000000000119A26BBC527895DA83960B266276E0BA14000000000000011AC7E8DB3CE7DD2F21DF23FC5C5A191C7E000000000000011B0AA3645FCB589E4B8C0107AA2EEA0E70000000000000011CB297373FBF8ADD2A753622C0A330344E000000000000011D3C3FF33100FF1B8903068E4FAFEEAA37000000000000011EF9D1FC8CBBA527E596B8FAD92F0BBB2A000000000000011F6F4FD711A56538C25B36470F578779800000000000000120FD93A53F82A7F0D1F1DD855E435FFF1200000000000001212AFB081AF035C84E77A117FDA120787E0000000000000122E0E32908F12F6CA6098D59BD08CE59E600000000000001236D8D769372567EC5F6401295642F45AC0000000000000124D5D71DB0EF1D5BF1E3184DE2535175E1000000000000012578886FCCEF3E67473B6F4A0CE40EE4C50000000000000126D9A8BD4EC17B8D26C290EB48DBE838330000000000000127817CE10221D637C4B604E8075B3CD7670000000000000128E785297DC6D1D657635E5274D45BFB790000000000000129428768FD7DD6ACECB79EE46742E0FC15000000000000012A87ABE664006047958402351DF13A0EA7000000000000012B7BABD5A4D3B14E5CC8F053275FDAB5DB000000000000012C921F7195C2BFBFF1A752782A356DA459000000000000012D3BA41A8514DCF2E645541699D69B5B82000000000000012ED86213E73B81E688A6B70D20E09E9193000000000000012F4789EA0EA783ACE1B550F9A57FC69CA4000000000000013074A38C3E5B4BE29A6347570F73F8528F0000000000000131EBC809A245A973B8BE049AEFD8C7BAC700000000000001320A06136CBFC0BA9EA2E2C3704FE1ABF70000000000000133ED850F4B8A896323F6FA01CF1D2156E10000000000000134B30A2EA531CC0485C1C1E061BA9694350000000000000135D9C2E32E403040B1D8C1F17B47A4C2FE000000000000013640C418290CDC4E2F2F456021025F0A7600000000000001370CF7AE0BAF393237405068D7CCAA3B2F00000000000001385D43E84AE7BF8AE06CBDC5BB8FD6E09400000000000001394F567CB4F177A05AB4A77DA2C9F9005B000000000000013AB3D911CBE5C5D09E41C66421D01CF740000000000000013BF0B249815EED36157E8C7292DC31CAE1000000000000013CB47D5DCDE0FB2FCA8E82DF095CD2DEF4000000000000013DEF4F16DAA40FE7D5FE6240A0103FB2CB000000000000013EC110FCBA948E3C39FB59CD2757996AF5000000000000013FA4B62720990A155D011732AA1FD3E7DE0000000000000140D467D63CDF6F50E3B43857D2B35231000000000000000141E013BA79C56AED9D67A39AAD5260031F000000000000014283AA4037B0A68962BCB332EFF5E30CAA0000000000000143650B9C58C321DF7EEE5CB59489FDABA300000000000001449941513ED2D1A4F5E0BD691D940CC6A9000000000000014576EBB251086584608FCB0408008EFF460000000000000146CC457B74E56A634C5064AC66CB6F7FB10000000000000147998802D80FC2B25B6067AC549F3B6EE30000000000000148B1D270DDD956644C414954A58CB3F72B0000000000000149782BC8FA2FBC1C2184F8672D7709AC6D000000000000014ACA28C32012BB95E6ACEC8BA9507B4FE2000000000000014BB5934D32792F8BA4E8B35BB26B41BF6E000000000000014C9A0EFDA03677283D8F49A9411528BFF9000000000000014D763777EC7A0EF8A754855FBBC19700F8000000000000014E50E7C9A6CBC210D4B21DFD1E90E7FBA6000000000000014F9AFBB74805337E5BF9B860C2BA417BFE000000000000015092E9168E62C341369394BFC1B965D7CD0000000000000151C69E450BE7EF5209BA2A2F3A566D140000000000000001527CDE24E073934AAD83DC0E834BEA7441000000000000015383B1F11933549988E3F88B9FBED2DDF000000000000001548F7B4C34880AEB7BA075D74711339DB200000000000001557FF2E6C9F0320C52626E0F90CE9371910000000000000156DCD08652AE773E6BE5DC1E977ACC9A9600000000000001570C26D1EEE0C53A8B7C78BAC0FCB758C500000000000001586346BB860D163DB271114667369B3721000000000000015953095703AA994330F80468FDE569BC0F000000000000015AAE8D8400BFBA2A591C56F1D5A9426EAE000000000000015B80D33A98C7B90541E37A7283A9A5BAC7000000000000015C32CA10BB8F573DCDB923EDFA7A28BF91000000000000015D949C145D1D6045F86E35CA4D3204129B000000000000015E8C85328891F7F4308D77E265869CB91F000000000000015FAD981669901C16FF797BE7738378AD130000000000000160D9FCB67B7B1529E19B606DCF67E2A75400000000000001613717443FA1A04DC4DEB5CBF4E5B8AB500000000000000162CDAF4F6E3601F8715B2DA4D783F6F1940000000000000163CF7DEF85043CB1A9857384BDA5E072C200000000000001646412B881B99CA6620AF407033D0FD3EC00000000000001657882CF256716C663C7FCEA5AAAF34F7500000000000001661E5045B4C138A66F0ACA672A9320C95A00000000000001670F05CC0DE072D82AE337F5C09BDB7DB900000000000001687CA37516E6F409BAA56204507EA3E1390000000000000169712E97B389346686C51F2E4D7560F5B1000000000000016A63CE0BB6A699A47E93F022302868D0BA000000000000016B2A52EACA4E9A613D6A2AF1A7910C6D58000000000000016CA4438D8A63058EBC2DD02D3DA1624C80000000000000016D24014A636184B945D4B53EDBDCF9DE0A000000000000016E2A37346C35635495DC62E98AD1F3C2FD000000000000016F350ADD4C5E8584BCB11180F18B0A05B100000000000001701B3B9AE30975CDB329B681E771F87DF00000000000000171AB311B82EC38AB90AF92EB6B818912500000000000000172E015537E68A098110246F8207EC9BE6000000000000001735CD9E10E4E475020806C1C4B13E1884E0000000000000174B53648E7238C9C36EC126405F41EEAAD00000000000001757D83F46C683C9F341D202B7013AD175D000000000000017648608BB1C98F190EC3ECE4670572D35C0000000000000177CDBA80E6E30AF137EF116D1F5E0E45CC0000000000000178668AC8371331D726F0C8C349897417700000000000000179BD8A16911153714BDE2521C6711F02D8000000000000017A1D3FFCC6A9E1A1C0E9212841C5C472F9000000000000017BD66B5CA55CA2D658D24A41E4468B5F48000000000000017C90AC273BD1721E6D1F402F07D40C8B5C000000000000017D42D472A1BC176A178A19BAAD9FAFCA85000000000000017E8BA364E163C8F1BED2B050D569589968000000000000017F947896C894D49751AEBCF4405F0DC2DA00000000000001805F94358D9AD33B20AE3185A0FA9AC3AC000000000000018113EC2D75CA7F35FA5084B9D0E4A1CAD30000000000000182B342B67CDD28B4D6EA09E1BBF416ED26000000000000018393424AAA65D3340459D6F87013E22F7B0000000000000184847EE0897EC7796F3E817387F84F06220000000000000185804BA25BD42AD7A2E3B16129FCF2A32F0000000000000186C9F0B3344C9EEC02E8749AE7CEE990360000000000000187DA156C06FBE8735AF844276861FE60990000000000000188FB0829E6266672C52AE3708714BB156200000000000001891CE09E015674EC34CFC0BEC74D551E94000000000000018A95C9AEEC3B2918D4972CF7C7042DC26A000000000000018B25B55F366CAC32A4E4B69B298D763181000000000000018C419D5EC7119A7FC8A2DE95058EB767BF000000000000018D042AE2376723CCF9A39E4972976CBEA4000000000000018EE9BA84D051BB78BF054188E5CDAA755D000000000000018FBDDFA18944625A5D4B276E27A081E6910000000000000190659A102FB20119B0BB53C809D2B1BF5E00000000000001914F394EAF5C485DC82AF7E291B53E5C410000000000000192C622A29D65CEC95E0F0F41BD76C52A3200000000000001934A6D4596B9F996121AFAB0FA12CCF80A0000000000000194630405F7844A6E8D124E3F1D37A968550000000000000195B6BAD2B054C70B88C2D9F5E60A398530000000000000019670E2FD4467854D96E8056E76328191F50000000000000197D97CE293F8970358829AE0C8A56F925F0000000000000198678DFEAE7A632EC09F51488D366FCB150000000000000199382C0422236E4226DB7AE7AA10BA6152000000000000019A2EC44DCE0F001535D7659B5CAF2BF440000000000000019B78BF9BCAE982D39D9C8C758ECF798987000000000000019CA9B5A965C6ADD1E96C18D5B6FF8E3D72000000000000019DC5D56CB272B03B08AEBC2E4C21D0C45E000000000000019E201312A71D9F473E298C82967A4A6BF3000000000000019F6C52935454C997B8C3E303992D965EA000000000000001A0DD0BCEC459748AA6EDDA31FAFE3A36BC00000000000001A1289A848105FA9D8F7CC35F2FECABE36A00000000000001A20741B2984159E946039B2696631C200C00000000000001A30ED7F6B4DEABAF4C2C09D0A91EEF9AA100000000000001A4F3D69B945537DD4348A206A5D2762EB100000000000001A50785510A1AD60126E6F18DA7DE9847F300000000000001A6F756F9B6E8DBC1B7B581C29509EE598400000000000001A77A23D06A2802303A0C946C8DD9CA801C00000000000001A805C8D11DAF5EBBE12C6415D66D98188E','0000000000000000000000000000000000000000000000000000000000000000','2e9436351398be1c796c32f389241a3d4460cf3106aebc4a3146bf7729441003','2026-11-28 22:46:49.000000');
CREATE TABLE closed_year (
	id INTEGER NOT NULL, 
	platform_id INTEGER NOT NULL, 
	year INTEGER NOT NULL, 
	rule_set_id INTEGER, 
	closed_at DATETIME NOT NULL, 
	closed_by VARCHAR(100) NOT NULL, 
	reopened_at DATETIME, 
	reopened_by VARCHAR(100), 
	reason VARCHAR(300) NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_closed_year PRIMARY KEY (id), 
	CONSTRAINT ck_closed_year_reopened CHECK ((reopened_at is null) = (reopened_by is null)), 
	CONSTRAINT fk_closed_year_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id), 
	CONSTRAINT fk_closed_year_rule_set_id_rule_set FOREIGN KEY(rule_set_id) REFERENCES rule_set (id)
);
INSERT INTO "closed_year" VALUES(1,1,2025,2,'2026-11-28 22:46:41.540284','王敏',NULL,NULL,'',1);
CREATE TABLE "enrollment" (
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
	waiting BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_enrollment PRIMARY KEY (id), 
	CONSTRAINT fk_enrollment_class_id_training_class FOREIGN KEY(class_id) REFERENCES training_class (id), 
	CONSTRAINT fk_enrollment_learner_id_learner FOREIGN KEY(learner_id) REFERENCES learner (id), 
	CONSTRAINT fk_enrollment_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id), 
	CONSTRAINT ck_enrollment_granted CHECK (granted is null or granted > 0), 
	CONSTRAINT fk_enrollment_learner_organization_id_organization FOREIGN KEY(learner_organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_enrollment_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT uq_enrollment_class_id_learner_id UNIQUE (class_id, learner_id), 
	CONSTRAINT ck_enrollment_waiting CHECK (not (waiting and (attended_at is not null or result is not null or granted is not null)))
);
INSERT INTO "enrollment" VALUES(1,1,3,1,1,5,'陈晓梅','210202********4528','示范市群众艺术馆','馆员','2026-11-28 22:46:27.277261','2026-11-28 22:46:27.378784',NULL,NULL,800,'2026-11-28 22:46:27.512839',3,0);
INSERT INTO "enrollment" VALUES(2,1,3,1,2,3,'赵志强','210203********3316','示范市群众艺术馆','副研究馆员','2026-11-28 22:46:27.277274','2026-11-28 22:46:27.378828',NULL,NULL,NULL,NULL,2,0);
INSERT INTO "enrollment" VALUES(3,1,3,1,3,3,'孙丽','210204********6624','示范市群众艺术馆','助理馆员','2026-11-28 22:46:27.277276',NULL,NULL,NULL,NULL,NULL,1,0);
INSERT INTO "enrollment" VALUES(4,1,3,2,1,5,'陈晓梅','210202********4528','示范市群众艺术馆','馆员','2026-11-28 22:46:27.819280','2026-11-28 22:46:27.849456',NULL,NULL,1200,'2026-11-28 22:46:27.926502',3,0);
INSERT INTO "enrollment" VALUES(5,1,3,2,3,3,'孙丽','210204********6624','示范市群众艺术馆','助理馆员','2026-11-28 22:46:27.819290','2026-11-28 22:46:27.849502',NULL,NULL,NULL,NULL,4,0);
INSERT INTO "enrollment" VALUES(6,1,2,10,2,3,'赵志强','210203********3316','示范市群众艺术馆','副研究馆员','2026-11-28 22:46:32.349569',NULL,NULL,NULL,NULL,NULL,1,0);
INSERT INTO "enrollment" VALUES(7,1,2,10,4,4,'周建国','210211********4417','示范市少年宫','一级教师','2026-11-28 22:46:32.349585','2026-11-28 22:46:32.386071',NULL,NULL,600,'2026-11-28 22:46:32.686960',3,0);
INSERT INTO "enrollment" VALUES(8,1,3,11,2,3,'赵志强','210203********3316','示范市群众艺术馆','副研究馆员','2026-11-28 22:46:33.461954','2026-11-28 22:46:33.518948','excellent',600,600,'2026-11-28 22:46:33.679317',4,0);
INSERT INTO "enrollment" VALUES(9,1,3,11,3,3,'孙丽','210204********6624','示范市群众艺术馆','助理馆员','2026-11-28 22:46:33.461968','2026-11-28 22:46:33.519015','failed',NULL,NULL,NULL,3,0);
INSERT INTO "enrollment" VALUES(10,1,3,14,1,5,'陈晓梅','210202********4528','示范市群众艺术馆','馆员','2026-11-28 22:46:35.105490','2026-11-28 22:46:35.134680',NULL,NULL,1200,'2026-11-28 22:46:35.189901',3,0);
INSERT INTO "enrollment" VALUES(11,1,1,15,2,3,'赵志强','210203********3316','示范市群众艺术馆','副研究馆员','2026-11-28 22:46:35.687263',NULL,NULL,NULL,NULL,NULL,1,0);
INSERT INTO "enrollment" VALUES(12,1,1,15,4,4,'周建国','210211********4417','示范市少年宫','一级教师','2026-11-28 22:46:35.687273',NULL,NULL,NULL,NULL,NULL,1,0);
INSERT INTO "enrollment" VALUES(13,1,1,16,3,3,'孙丽','210204********6624','示范市群众艺术馆','助理馆员','2026-11-28 22:46:35.809669',NULL,NULL,NULL,NULL,NULL,1,0);
INSERT INTO "enrollment" VALUES(14,1,1,16,4,4,'周建国','210211********4417','示范市少年宫','一级教师','2026-11-28 22:46:35.809680',NULL,NULL,NULL,NULL,NULL,1,0);
INSERT INTO "enrollment" VALUES(15,1,1,16,1,5,'陈晓梅','210202********4528','示范市群众艺术馆','馆员','2026-11-28 22:46:36.636761',NULL,NULL,NULL,NULL,NULL,1,1);
INSERT INTO "enrollment" VALUES(16,1,1,17,1,5,'陈晓梅','210202********4528','示范市群众艺术馆','馆员','2026-11-28 22:46:36.789721',NULL,NULL,NULL,NULL,NULL,1,0);
INSERT INTO "enrollment" VALUES(17,1,1,19,4,4,'周建国','210211********4417','示范市少年宫','一级教师','2026-11-28 22:46:37.109004',NULL,NULL,NULL,NULL,NULL,1,0);
INSERT INTO "enrollment" VALUES(18,1,1,20,2,3,'赵志强','210203********3316','示范市群众艺术馆','副研究馆员','2026-11-28 22:46:37.629846','2026-11-28 22:46:37.679268',NULL,NULL,NULL,NULL,2,0);
INSERT INTO "enrollment" VALUES(19,1,1,20,4,4,'周建国','210211********4417','示范市少年宫','一级教师','2026-11-28 22:46:37.629858','2026-11-28 22:46:37.679319',NULL,NULL,400,'2026-11-28 22:46:37.742536',3,0);
INSERT INTO "enrollment" VALUES(20,1,2,23,2,3,'赵志强','210203********3316','示范市群众艺术馆','副研究馆员','2026-11-28 22:46:39.048943',NULL,NULL,NULL,NULL,NULL,1,0);
INSERT INTO "enrollment" VALUES(21,1,2,23,4,4,'周建国','210211********4417','示范市少年宫','一级教师','2026-11-28 22:46:39.048960',NULL,NULL,NULL,2400,'2026-11-28 22:46:39.109112',2,0);
INSERT INTO "enrollment" VALUES(22,1,2,24,4,4,'周建国','210211********4417','示范市少年宫','一级教师','2026-11-28 22:46:39.492907',NULL,NULL,NULL,NULL,NULL,3,0);
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
INSERT INTO "holiday" VALUES(1,1,'2026-01-01',0,'元旦');
INSERT INTO "holiday" VALUES(2,1,'2026-01-02',0,'元旦');
INSERT INTO "holiday" VALUES(3,1,'2026-01-03',0,'元旦');
INSERT INTO "holiday" VALUES(4,1,'2026-01-04',1,'元旦调休');
INSERT INTO "holiday" VALUES(5,1,'2026-02-14',1,'春节调休');
INSERT INTO "holiday" VALUES(6,1,'2026-02-15',0,'春节');
INSERT INTO "holiday" VALUES(7,1,'2026-02-16',0,'春节');
INSERT INTO "holiday" VALUES(8,1,'2026-02-17',0,'春节');
INSERT INTO "holiday" VALUES(9,1,'2026-02-18',0,'春节');
INSERT INTO "holiday" VALUES(10,1,'2026-02-19',0,'春节');
INSERT INTO "holiday" VALUES(11,1,'2026-02-20',0,'春节');
INSERT INTO "holiday" VALUES(12,1,'2026-02-21',0,'春节');
INSERT INTO "holiday" VALUES(13,1,'2026-02-22',0,'春节');
INSERT INTO "holiday" VALUES(14,1,'2026-02-23',0,'春节');
INSERT INTO "holiday" VALUES(15,1,'2026-02-28',1,'春节调休');
INSERT INTO "holiday" VALUES(16,1,'2026-04-04',0,'清明');
INSERT INTO "holiday" VALUES(17,1,'2026-04-05',0,'清明');
INSERT INTO "holiday" VALUES(18,1,'2026-04-06',0,'清明');
INSERT INTO "holiday" VALUES(19,1,'2026-05-01',0,'劳动节');
INSERT INTO "holiday" VALUES(20,1,'2026-05-02',0,'劳动节');
INSERT INTO "holiday" VALUES(21,1,'2026-05-03',0,'劳动节');
INSERT INTO "holiday" VALUES(22,1,'2026-05-04',0,'劳动节');
INSERT INTO "holiday" VALUES(23,1,'2026-05-05',0,'劳动节');
INSERT INTO "holiday" VALUES(24,1,'2026-05-09',1,'劳动节调休');
INSERT INTO "holiday" VALUES(25,1,'2026-06-19',0,'端午');
INSERT INTO "holiday" VALUES(26,1,'2026-06-20',0,'端午');
INSERT INTO "holiday" VALUES(27,1,'2026-06-21',0,'端午');
INSERT INTO "holiday" VALUES(28,1,'2026-09-20',1,'国庆节调休');
INSERT INTO "holiday" VALUES(29,1,'2026-09-25',0,'中秋');
INSERT INTO "holiday" VALUES(30,1,'2026-09-26',0,'中秋');
INSERT INTO "holiday" VALUES(31,1,'2026-09-27',0,'中秋');
INSERT INTO "holiday" VALUES(32,1,'2026-10-01',0,'国庆节');
INSERT INTO "holiday" VALUES(33,1,'2026-10-02',0,'国庆节');
INSERT INTO "holiday" VALUES(34,1,'2026-10-03',0,'国庆节');
INSERT INTO "holiday" VALUES(35,1,'2026-10-04',0,'国庆节');
INSERT INTO "holiday" VALUES(36,1,'2026-10-05',0,'国庆节');
INSERT INTO "holiday" VALUES(37,1,'2026-10-06',0,'国庆节');
INSERT INTO "holiday" VALUES(38,1,'2026-10-07',0,'国庆节');
INSERT INTO "holiday" VALUES(39,1,'2026-10-10',1,'国庆节调休');
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
	posted_by INTEGER, type VARCHAR(20), starts_on DATE, ends_on DATE, fills BOOLEAN DEFAULT 0 NOT NULL, reason VARCHAR(300) DEFAULT '' NOT NULL, 
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
INSERT INTO "hour_entry" VALUES(1,1,5,1,2026,2,800,'class',1,'class:1','公共文化服务规范专题培训',NULL,'2026-11-28 22:46:27.442761',3,NULL,'2026-03-10','2026-03-11',0,'');
INSERT INTO "hour_entry" VALUES(2,1,5,1,2026,1,1200,'class',2,'class:2','专业技术人员职业道德教育',NULL,'2026-11-28 22:46:27.912745',3,NULL,'2026-04-14','2026-04-15',0,'');
INSERT INTO "hour_entry" VALUES(3,1,3,3,2026,1,1200,'class',2,'class:2','专业技术人员职业道德教育',NULL,'2026-11-28 22:46:27.912757',3,NULL,'2026-04-14','2026-04-15',0,'');
INSERT INTO "hour_entry" VALUES(4,1,3,3,2026,1,-1200,'class',2,'class:2','专业技术人员职业道德教育',3,'2026-11-28 22:46:27.946297',3,NULL,'2026-04-14','2026-04-15',0,'');
INSERT INTO "hour_entry" VALUES(5,1,4,4,2026,2,600,'class',10,'class:10','舞台安全管理培训',NULL,'2026-11-28 22:46:32.474747',2,NULL,'2026-06-11','2026-06-11',0,'');
INSERT INTO "hour_entry" VALUES(6,1,3,2,2026,1,600,'class',11,'class:11','公文写作与处理培训',NULL,'2026-11-28 22:46:33.650660',3,NULL,'2026-06-22','2026-06-23',0,'');
INSERT INTO "hour_entry" VALUES(7,1,5,1,2025,2,1200,'class',14,'class:14','古籍保护与修复集中培训',NULL,'2026-11-28 22:46:35.168310',3,NULL,'2025-11-20','2025-11-20',0,'');
INSERT INTO "hour_entry" VALUES(8,1,4,4,2026,1,400,'class',20,'class:20','保密工作轮训',NULL,'2026-11-28 22:46:37.709757',1,NULL,'2026-11-17','2026-11-17',0,'');
INSERT INTO "hour_entry" VALUES(9,1,4,4,2026,2,2400,'class',23,'class:23','新加坡公共图书馆服务研修',NULL,'2026-11-28 22:46:39.090028',2,NULL,'2026-08-17','2026-08-21',0,'');
INSERT INTO "hour_entry" VALUES(10,1,4,4,2026,2,1000,'class',24,'class:24','京津冀非遗保护交流培训',NULL,'2026-11-28 22:46:39.547524',2,NULL,'2026-04-20','2026-04-22',0,'');
INSERT INTO "hour_entry" VALUES(11,1,4,4,2026,2,-1000,'class',24,'class:24','京津冀非遗保护交流培训',10,'2026-11-28 22:46:39.884920',2,NULL,'2026-04-20','2026-04-22',0,'');
CREATE TABLE hour_rule (
	id INTEGER NOT NULL, 
	platform_id INTEGER NOT NULL, 
	rule_set_id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	kind VARCHAR(12) NOT NULL, 
	category_id INTEGER, 
	group_by VARCHAR(12) NOT NULL, 
	group_value VARCHAR(40) NOT NULL, 
	source VARCHAR(20) NOT NULL, 
	per VARCHAR(12) NOT NULL, 
	amount INTEGER, 
	number INTEGER, 
	start_year INTEGER, 
	part INTEGER, 
	whole INTEGER, 
	rounding VARCHAR(12) NOT NULL, 
	CONSTRAINT pk_hour_rule PRIMARY KEY (id), 
	CONSTRAINT fk_hour_rule_category_id_hour_category FOREIGN KEY(category_id) REFERENCES hour_category (id), 
	CONSTRAINT fk_hour_rule_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id), 
	CONSTRAINT fk_hour_rule_rule_set_id_rule_set FOREIGN KEY(rule_set_id) REFERENCES rule_set (id), 
	CONSTRAINT uq_hour_rule_rule_set_id_seq UNIQUE (rule_set_id, seq)
);
INSERT INTO "hour_rule" VALUES(1,1,1,1,'minimum',1,'','','','',3000,NULL,NULL,NULL,NULL,'');
INSERT INTO "hour_rule" VALUES(2,1,1,2,'minimum',2,'','','','',2000,NULL,NULL,NULL,NULL,'');
INSERT INTO "hour_rule" VALUES(3,1,2,1,'minimum',1,'','','','',3000,NULL,NULL,NULL,NULL,'');
INSERT INTO "hour_rule" VALUES(4,1,2,2,'minimum',2,'','','','',2000,NULL,NULL,NULL,NULL,'');
INSERT INTO "hour_rule" VALUES(5,1,2,3,'cap',NULL,'','','','day',800,NULL,NULL,NULL,NULL,'');
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
INSERT INTO "job" VALUES(1,1,3,'a3',3,3,'zh','attachment_pages','','','','done',NULL,'{"attachment": 1}','{"shown": 2}',NULL,1,0,1,0,0,NULL,NULL,NULL,'2026-11-28 22:46:26.626895','2026-11-28 22:46:41.717732','2026-11-28 22:46:42.692813','');
INSERT INTO "job" VALUES(2,1,3,'a3',3,3,'zh','attachment_pages','','','','done',NULL,'{"attachment": 3}','{"shown": 2}',NULL,1,0,1,0,0,NULL,NULL,NULL,'2026-11-28 22:46:28.494499','2026-11-28 22:46:42.719236','2026-11-28 22:46:43.680541','');
INSERT INTO "job" VALUES(3,1,3,'a3',3,3,'zh','attachment_pages','','','','done',NULL,'{"attachment": 5}','{"shown": 2}',NULL,1,0,1,0,0,NULL,NULL,NULL,'2026-11-28 22:46:31.167135','2026-11-28 22:46:43.699395','2026-11-28 22:46:44.792856','');
INSERT INTO "job" VALUES(4,1,1,'a1',1,1,'zh','attachment_pages','','','','done',NULL,'{"attachment": 7}','{"shown": 2}',NULL,1,0,1,0,0,NULL,NULL,NULL,'2026-11-28 22:46:35.541632','2026-11-28 22:46:44.801827','2026-11-28 22:46:45.508465','');
INSERT INTO "job" VALUES(5,1,1,'a1',1,1,'zh','attachment_pages','','','','done',NULL,'{"attachment": 9}','{"shown": 2}',NULL,1,0,1,0,0,NULL,NULL,NULL,'2026-11-28 22:46:37.503071','2026-11-28 22:46:45.525846','2026-11-28 22:46:46.300640','');
INSERT INTO "job" VALUES(6,1,1,'a1',1,1,'zh','attachment_pages','','','','done',NULL,'{"attachment": 11}','{"shown": 2}',NULL,1,0,1,0,0,NULL,NULL,NULL,'2026-11-28 22:46:38.231416','2026-11-28 22:46:46.321957','2026-11-28 22:46:47.645856','');
INSERT INTO "job" VALUES(7,1,2,'a2',2,2,'zh','attachment_pages','','','','done',NULL,'{"attachment": 13}','{"shown": 2}',NULL,1,0,1,0,0,NULL,NULL,NULL,'2026-11-28 22:46:38.935585','2026-11-28 22:46:47.658213','2026-11-28 22:46:48.800447','');
INSERT INTO "job" VALUES(8,1,1,'a1',1,1,'zh','standings','','','','done',NULL,'{}','{}',NULL,1,0,1,0,0,NULL,NULL,NULL,'2026-11-28 22:46:41.520275','2026-11-28 22:46:48.832230','2026-11-28 22:46:48.964557','');
CREATE TABLE "learner" (
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
	version INTEGER NOT NULL, 
	grade VARCHAR(20) DEFAULT ('') NOT NULL, 
	merged_into_id INTEGER, 
	CONSTRAINT pk_learner PRIMARY KEY (id), 
	CONSTRAINT fk_learner_user_id_ab_user FOREIGN KEY(user_id) REFERENCES ab_user (id), 
	CONSTRAINT uq_learner_platform_id_document_hash UNIQUE (platform_id, document_hash), 
	CONSTRAINT fk_learner_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_learner_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id), 
	CONSTRAINT fk_learner_merged_into_id_learner FOREIGN KEY(merged_into_id) REFERENCES learner (id)
);
INSERT INTO "learner" VALUES(1,1,5,11,'陈晓梅','id',X'87FC464E544B4E181277A7656C1523AA57BBFBE9F0B0F7B538495E7473327742196547A2831D1CD4A6485A57A453','6kQT7vNnZNtReebWaEhrjEev6Bx4fpezl9ba1QcYwDo',NULL,'馆员',NULL,1,NULL,'2026-11-28 22:46:25.054194',1,'',NULL);
INSERT INTO "learner" VALUES(2,1,3,NULL,'赵志强','id',X'9E562064156038DBE0021941F09527C1F32173B7CF782C84BD6C1C38B83D16E0465174E0F45801F4C719B71EA79D','-g23I937Sqn90CRwyaacS9ZobBYEH9myLQDwdBCK3GQ',NULL,'副研究馆员',NULL,1,NULL,'2026-11-28 22:46:25.368220',2,'',NULL);
INSERT INTO "learner" VALUES(3,1,3,NULL,'孙丽','id',X'DCA5E800883C7DD1E8D29F4E8E77AECCB9B935A4D2D7DB747911FACBA23C990B700173F51CAAF40405F4F426D61D','DQQ5joiqZsB-4JnEb8lfQNhZsWqcWylEqQF_zhlirzE',NULL,'助理馆员',NULL,1,NULL,'2026-11-28 22:46:25.382137',2,'',NULL);
INSERT INTO "learner" VALUES(4,1,4,NULL,'周建国','id',X'03C3AA9CC201776387FC497167CB35B8D66522D46774801E111577FECCA469845310318B418F6C2FAB13474E575E','iSVNVUFzj0Pl80wKlfC2jStb_buzl-rYQgLnZQ7c91s',NULL,'一级教师',NULL,1,NULL,'2026-11-28 22:46:25.394154',1,'',NULL);
INSERT INTO "learner" VALUES(5,1,3,3,'张伟','id',X'61F6FAB8D4671A8E2D362C5F17969B08F47A65A68D341766FA2FEA9990840140CB1528F151825D07BDC10930798E','gH-3gaq-CUlQF8z5pXZbJl6igybengZEirR-VxRV6ss',NULL,'馆员',NULL,0,NULL,'2026-11-28 22:46:25.402463',1,'',NULL);
INSERT INTO "learner" VALUES(6,1,3,NULL,'林小雨','id',X'DCC2C52EF2B870CB2C8B2BE546564F13CFD79A8A10722DA20C0A26C951FA2DDB41D6DC89CC116C4CCC191FA343CB','DyFKoboBoDmT_1c7Fpwejwlvwt55wJMxzfwk94tzMS8',NULL,'二级教师','2020-09-01',1,NULL,'2026-11-28 22:46:25.419998',2,'初级',NULL);
INSERT INTO "learner" VALUES(7,1,4,NULL,'罗晓东','passport',X'B161A10B446D5A3F513066B5C1295B027600B8AD6289FE21598A26C7BA651F6D1CB6FE4A46','EhfbixzXM0o5fxyNHvyvp3A5lw_iX1NcYNntinQSSe4',NULL,'外聘教师',NULL,1,NULL,'2026-11-28 22:46:25.423396',1,'',NULL);
INSERT INTO "learner" VALUES(8,1,3,NULL,'高翔','id',X'A0515A106549C725B71C98DDEC8446B9418E6EA28B52209794BBC75D5BEC3C61E80397BC3D7C5F0CBA997129F94A','EQw5GP9EUIWDCgs2oqr_ZGTWB660DT8w3S6cxWJ4tuc',NULL,'馆员','2026-07-01',1,NULL,'2026-11-28 22:46:25.434976',2,'中级',NULL);
INSERT INTO "learner" VALUES(9,1,5,NULL,'高翔','passport',X'2807C1B14FA262BBB6A1DB7FD4F2E93D4EF958188A10652758692F65E21414BC5E25E34F4E','B4EFagokzs_LyQ8Tr4QgxnLVmdc192TSm99mxTuN0oo',NULL,'',NULL,1,'2026-11-28 22:46:40.638309','2026-11-28 22:46:25.447083',2,'',8);
INSERT INTO "learner" VALUES(10,1,3,NULL,'徐国强','id',X'29BFD77403F86982829F40A2DC31BA1CAFE30E1A80958869B385CDC95166DAD7526228B92D871E8C194EE8D8BB7D','taexi46dZMoIQp6ck49xrL2jvveEtud2Lm4axucMLIg',NULL,'研究馆员','1988-07-01',1,'2026-11-28 22:46:40.479750','2026-11-28 22:46:25.454462',2,'高级',NULL);
CREATE TABLE learner_standing (
	id INTEGER NOT NULL, 
	platform_id INTEGER NOT NULL, 
	learner_id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	year INTEGER NOT NULL, 
	rule_set_id INTEGER, 
	counted INTEGER NOT NULL, 
	required INTEGER NOT NULL, 
	missing INTEGER NOT NULL, 
	outcome VARCHAR(12) NOT NULL, 
	stale BOOLEAN NOT NULL, 
	computed_at DATETIME, 
	CONSTRAINT pk_learner_standing PRIMARY KEY (id), 
	CONSTRAINT ck_learner_standing_outcome CHECK (outcome in ('met', 'missing', 'exempt', 'waiting')), 
	CONSTRAINT fk_learner_standing_learner_id_learner FOREIGN KEY(learner_id) REFERENCES learner (id), 
	CONSTRAINT fk_learner_standing_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_learner_standing_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id), 
	CONSTRAINT fk_learner_standing_rule_set_id_rule_set FOREIGN KEY(rule_set_id) REFERENCES rule_set (id), 
	CONSTRAINT uq_learner_standing_learner_id_year UNIQUE (learner_id, year)
);
INSERT INTO "learner_standing" VALUES(1,1,1,5,2025,2,800,5000,4200,'missing',0,'2026-11-28 22:46:41.617093');
INSERT INTO "learner_standing" VALUES(2,1,1,5,2026,2,2000,5000,3000,'missing',0,'2026-11-28 22:46:41.617093');
INSERT INTO "learner_standing" VALUES(3,1,2,3,2026,2,600,0,0,'exempt',0,'2026-11-28 22:46:41.617093');
INSERT INTO "learner_standing" VALUES(4,1,3,3,2026,2,0,5000,5000,'missing',0,'2026-11-28 22:46:41.617093');
INSERT INTO "learner_standing" VALUES(5,1,4,4,2026,2,3400,5000,2600,'missing',0,'2026-11-28 22:46:41.617093');
INSERT INTO "learner_standing" VALUES(6,1,5,3,2026,2,0,0,0,'exempt',0,'2026-11-28 22:46:41.617093');
INSERT INTO "learner_standing" VALUES(7,1,6,3,2026,2,0,5000,5000,'missing',0,'2026-11-28 22:46:41.617093');
INSERT INTO "learner_standing" VALUES(8,1,7,4,2026,2,0,5000,5000,'missing',0,'2026-11-28 22:46:41.617093');
INSERT INTO "learner_standing" VALUES(9,1,8,3,2026,2,0,5000,5000,'missing',0,'2026-11-28 22:46:41.617093');
CREATE TABLE learner_term (
	platform_id INTEGER NOT NULL, 
	term VARCHAR(60) NOT NULL, 
	learner_id INTEGER NOT NULL, 
	CONSTRAINT pk_learner_term PRIMARY KEY (platform_id, term, learner_id), 
	CONSTRAINT fk_learner_term_learner_id_learner FOREIGN KEY(learner_id) REFERENCES learner (id), 
	CONSTRAINT fk_learner_term_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id)
);
INSERT INTO "learner_term" VALUES(1,'cxm',1);
INSERT INTO "learner_term" VALUES(1,'m',1);
INSERT INTO "learner_term" VALUES(1,'xm',1);
INSERT INTO "learner_term" VALUES(1,'晓梅',1);
INSERT INTO "learner_term" VALUES(1,'梅',1);
INSERT INTO "learner_term" VALUES(1,'陈晓梅',1);
INSERT INTO "learner_term" VALUES(1,'j',2);
INSERT INTO "learner_term" VALUES(1,'q',2);
INSERT INTO "learner_term" VALUES(1,'zj',2);
INSERT INTO "learner_term" VALUES(1,'zq',2);
INSERT INTO "learner_term" VALUES(1,'zzj',2);
INSERT INTO "learner_term" VALUES(1,'zzq',2);
INSERT INTO "learner_term" VALUES(1,'强',2);
INSERT INTO "learner_term" VALUES(1,'志强',2);
INSERT INTO "learner_term" VALUES(1,'赵志强',2);
INSERT INTO "learner_term" VALUES(1,'l',3);
INSERT INTO "learner_term" VALUES(1,'sl',3);
INSERT INTO "learner_term" VALUES(1,'丽',3);
INSERT INTO "learner_term" VALUES(1,'孙丽',3);
INSERT INTO "learner_term" VALUES(1,'g',4);
INSERT INTO "learner_term" VALUES(1,'jg',4);
INSERT INTO "learner_term" VALUES(1,'zjg',4);
INSERT INTO "learner_term" VALUES(1,'周建国',4);
INSERT INTO "learner_term" VALUES(1,'国',4);
INSERT INTO "learner_term" VALUES(1,'建国',4);
INSERT INTO "learner_term" VALUES(1,'w',5);
INSERT INTO "learner_term" VALUES(1,'zw',5);
INSERT INTO "learner_term" VALUES(1,'伟',5);
INSERT INTO "learner_term" VALUES(1,'张伟',5);
INSERT INTO "learner_term" VALUES(1,'lxy',6);
INSERT INTO "learner_term" VALUES(1,'xy',6);
INSERT INTO "learner_term" VALUES(1,'y',6);
INSERT INTO "learner_term" VALUES(1,'小雨',6);
INSERT INTO "learner_term" VALUES(1,'林小雨',6);
INSERT INTO "learner_term" VALUES(1,'雨',6);
INSERT INTO "learner_term" VALUES(1,'d',7);
INSERT INTO "learner_term" VALUES(1,'lxd',7);
INSERT INTO "learner_term" VALUES(1,'xd',7);
INSERT INTO "learner_term" VALUES(1,'东',7);
INSERT INTO "learner_term" VALUES(1,'晓东',7);
INSERT INTO "learner_term" VALUES(1,'罗晓东',7);
INSERT INTO "learner_term" VALUES(1,'gx',9);
INSERT INTO "learner_term" VALUES(1,'x',9);
INSERT INTO "learner_term" VALUES(1,'翔',9);
INSERT INTO "learner_term" VALUES(1,'高翔',9);
INSERT INTO "learner_term" VALUES(1,'gj',10);
INSERT INTO "learner_term" VALUES(1,'gq',10);
INSERT INTO "learner_term" VALUES(1,'j',10);
INSERT INTO "learner_term" VALUES(1,'q',10);
INSERT INTO "learner_term" VALUES(1,'xgj',10);
INSERT INTO "learner_term" VALUES(1,'xgq',10);
INSERT INTO "learner_term" VALUES(1,'国强',10);
INSERT INTO "learner_term" VALUES(1,'强',10);
INSERT INTO "learner_term" VALUES(1,'徐国强',10);
INSERT INTO "learner_term" VALUES(1,'gx',8);
INSERT INTO "learner_term" VALUES(1,'x',8);
INSERT INTO "learner_term" VALUES(1,'翔',8);
INSERT INTO "learner_term" VALUES(1,'高翔',8);
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
INSERT INTO "learner_year" VALUES(4,1,2,2026,3,1,600,600);
INSERT INTO "learner_year" VALUES(5,1,1,2025,5,2,1200,1200);
INSERT INTO "learner_year" VALUES(6,1,4,2026,4,1,400,400);
INSERT INTO "learner_year" VALUES(7,1,4,2026,4,2,3000,2400);
CREATE TABLE level_name (
	id INTEGER NOT NULL, 
	platform_id INTEGER NOT NULL, 
	level INTEGER NOT NULL, 
	label VARCHAR(40) NOT NULL, 
	label_en VARCHAR(60) NOT NULL, 
	CONSTRAINT pk_level_name PRIMARY KEY (id), 
	CONSTRAINT ck_level_name_level CHECK (level > 0), 
	CONSTRAINT fk_level_name_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id), 
	CONSTRAINT uq_level_name_platform_id_level UNIQUE (platform_id, level)
);
INSERT INTO "level_name" VALUES(1,1,1,'一级单位','Level-1 unit');
INSERT INTO "level_name" VALUES(2,1,2,'二级单位','Level-2 unit');
INSERT INTO "level_name" VALUES(3,1,3,'三级单位','Level-3 unit');
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
INSERT INTO "live_credit" VALUES(1,'class',14,2,7);
INSERT INTO "live_credit" VALUES(4,'class',20,1,8);
INSERT INTO "live_credit" VALUES(4,'class',23,2,9);
CREATE TABLE mail (
	id INTEGER NOT NULL, 
	user_id INTEGER NOT NULL, 
	event VARCHAR(40) NOT NULL, 
	text VARCHAR(300) NOT NULL, 
	"values" JSON NOT NULL, 
	address VARCHAR(200) NOT NULL, 
	message_id VARCHAR(80) NOT NULL, 
	state VARCHAR(10) NOT NULL, 
	attempts INTEGER NOT NULL, 
	due_at FLOAT NOT NULL, 
	token VARCHAR(32), 
	error VARCHAR(60) NOT NULL, 
	created_at DATETIME NOT NULL, 
	sent_at DATETIME, 
	CONSTRAINT pk_mail PRIMARY KEY (id), 
	CONSTRAINT fk_mail_user_id_ab_user FOREIGN KEY(user_id) REFERENCES ab_user (id), 
	CONSTRAINT uq_mail_message_id UNIQUE (message_id)
);
CREATE TABLE membership (
	id INTEGER NOT NULL, 
	platform_id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	learner_id INTEGER NOT NULL, 
	joined_on DATE, 
	left_on DATE, 
	learner_name VARCHAR(60) NOT NULL, 
	organization_name VARCHAR(210) NOT NULL, 
	CONSTRAINT pk_membership PRIMARY KEY (id), 
	CONSTRAINT ck_membership_dates CHECK (left_on is null or joined_on is null or left_on >= joined_on), 
	CONSTRAINT fk_membership_learner_id_learner FOREIGN KEY(learner_id) REFERENCES learner (id), 
	CONSTRAINT fk_membership_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_membership_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id)
);
INSERT INTO "membership" VALUES(1,1,5,1,NULL,NULL,'陈晓梅','示范市群众艺术馆 · 办公室');
INSERT INTO "membership" VALUES(2,1,3,2,NULL,NULL,'赵志强','示范市群众艺术馆');
INSERT INTO "membership" VALUES(3,1,3,3,NULL,NULL,'孙丽','示范市群众艺术馆');
INSERT INTO "membership" VALUES(4,1,4,4,NULL,NULL,'周建国','示范市少年宫');
INSERT INTO "membership" VALUES(5,1,3,5,NULL,NULL,'张伟','示范市群众艺术馆');
INSERT INTO "membership" VALUES(6,1,4,6,'2020-09-01','2026-11-29','林小雨','示范市少年宫');
INSERT INTO "membership" VALUES(7,1,4,7,NULL,NULL,'罗晓东','示范市少年宫');
INSERT INTO "membership" VALUES(8,1,3,8,'2026-07-01',NULL,'高翔','示范市群众艺术馆');
INSERT INTO "membership" VALUES(9,1,5,8,NULL,'2026-11-29','高翔','示范市群众艺术馆 · 办公室');
INSERT INTO "membership" VALUES(10,1,3,10,'1988-07-01','2026-11-29','徐国强','示范市群众艺术馆');
INSERT INTO "membership" VALUES(11,1,3,6,'2026-11-29',NULL,'林小雨','示范市群众艺术馆');
CREATE TABLE "menu_entry" (
	id INTEGER NOT NULL, 
	platform_id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	heading VARCHAR(40) NOT NULL, 
	heading_en VARCHAR(60) NOT NULL, 
	label VARCHAR(40) NOT NULL, 
	label_en VARCHAR(60) NOT NULL, 
	icon VARCHAR(40) NOT NULL, 
	target VARCHAR(60) NOT NULL, 
	hidden BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_menu_entry PRIMARY KEY (id), 
	CONSTRAINT fk_menu_entry_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id)
);
INSERT INTO "menu_entry" VALUES(1,1,1,'培训管理','Training','待我审核','Waiting for me','inbox','InboxView',0);
INSERT INTO "menu_entry" VALUES(2,1,2,'培训管理','Training','培训项目申报','Declare projects','clipboard-check','DeclarationView',0);
INSERT INTO "menu_entry" VALUES(3,1,3,'培训管理','Training','培训项目初审','First review','rubber-stamp','FirstReviewView',0);
INSERT INTO "menu_entry" VALUES(4,1,4,'培训管理','Training','培训项目终审','Final review','rubber-stamp','FinalReviewView',0);
INSERT INTO "menu_entry" VALUES(5,1,5,'培训管理','Training','培训项目学员维护','Project people','school','ClassPeopleView',0);
INSERT INTO "menu_entry" VALUES(6,1,6,'培训管理','Training','境内外培训管理','Training inside and outside the country','map-search','DirectClassView',0);
INSERT INTO "menu_entry" VALUES(7,1,7,'培训管理','Training','网上报名管理','Online enrollment: classes','clipboard-list','OnlineClassView',0);
INSERT INTO "menu_entry" VALUES(8,1,8,'培训管理','Training','网上报名','Online enrollment','user-plus','CatalogueView',0);
INSERT INTO "menu_entry" VALUES(9,1,9,'培训管理','Training','我的培训班','My classes','school','MyClassView',0);
INSERT INTO "menu_entry" VALUES(10,1,10,'学分管理','Credits','年度完成情况','Standing by year','progress','StandingView',0);
INSERT INTO "menu_entry" VALUES(11,1,11,'学分管理','Credits','学分查询','Credits of people','chart-bar','LearnerYearView',0);
INSERT INTO "menu_entry" VALUES(12,1,12,'学分管理','Credits','我的学分','My credits','certificate','ArchiveView',0);
INSERT INTO "menu_entry" VALUES(13,1,13,'基础信息','Master data','单位管理','Organizations','building-bank','OrganizationView',0);
INSERT INTO "menu_entry" VALUES(14,1,14,'基础信息','Master data','部门管理','Departments','building-community','DepartmentView',0);
INSERT INTO "menu_entry" VALUES(15,1,15,'基础信息','Master data','组织架构','Organization tree','sitemap','TreeView',0);
INSERT INTO "menu_entry" VALUES(16,1,16,'基础信息','Master data','人员管理','People','users','LearnerView',0);
INSERT INTO "menu_entry" VALUES(17,1,17,'基础信息','Master data','请假与免修','Leave and exemptions','calendar-event','AbsenceView',0);
INSERT INTO "menu_entry" VALUES(18,1,18,'基础信息','Master data','调入确认','People moving in','user-check','IncomingView',0);
INSERT INTO "menu_entry" VALUES(19,1,19,'基础信息','Master data','调出申请','People moving out','user-plus','OutgoingView',0);
INSERT INTO "menu_entry" VALUES(20,1,20,'基础信息','Master data','我的信息','My information','user-circle','OwnView',0);
INSERT INTO "menu_entry" VALUES(21,1,21,'账号与权限','Accounts','账号管理','Accounts','id-badge-2','AppointmentView',0);
INSERT INTO "menu_entry" VALUES(22,1,22,'账号与权限','Accounts','角色管理','Roles','key','RoleView',0);
INSERT INTO "menu_entry" VALUES(23,1,23,'账号与权限','Accounts','我的代理人','My substitutes','user-check','SubstituteView',0);
INSERT INTO "menu_entry" VALUES(24,1,24,'平台设置','Platform','参数设置','Settings by year','settings','SettingView',0);
INSERT INTO "menu_entry" VALUES(25,1,25,'平台设置','Platform','学分类别','Categories','list-details','CategoryView',0);
INSERT INTO "menu_entry" VALUES(26,1,26,'平台设置','Platform','学分规则','Rules by year','adjustments-horizontal','RulesView',0);
INSERT INTO "menu_entry" VALUES(27,1,27,'平台设置','Platform','年度关闭','Closing of years','lock','ClosedYearView',0);
INSERT INTO "menu_entry" VALUES(28,1,28,'平台设置','Platform','审核流程','Review routes','switch-horizontal','RouteView',0);
INSERT INTO "menu_entry" VALUES(29,1,29,'平台设置','Platform','级别名称','Names of levels','sitemap','LevelView',0);
INSERT INTO "menu_entry" VALUES(30,1,30,'平台设置','Platform','菜单管理','Menu','list-details','MenuView',0);
INSERT INTO "menu_entry" VALUES(31,1,31,'平台设置','Platform','节假日与调休','Holidays','calendar-event','HolidayView',0);
INSERT INTO "menu_entry" VALUES(32,1,32,'安全审计','Audit','审计日志','Audit log','shield-lock','AuditView',0);
INSERT INTO "menu_entry" VALUES(33,1,33,'通知公告','Announcements','通知公告','Announcements','file-text','BoardView',0);
INSERT INTO "menu_entry" VALUES(34,1,34,'通知公告','Announcements','通知公告管理','Manage announcements','pencil','AnnouncementView',0);
INSERT INTO "menu_entry" VALUES(35,1,35,'通知公告','Announcements','我的消息','My notices','bell','NoticeView',0);
INSERT INTO "menu_entry" VALUES(36,1,36,'任务','Tasks','导入任务查看','Imports','file-import','ImportView',0);
INSERT INTO "menu_entry" VALUES(37,1,37,'任务','Tasks','导出任务查看','Exports','file-export','ExportView',0);
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
INSERT INTO "notice" VALUES(1,2,1,'training_class:waiting','“%(title)s” waits for you.','{"title": "\u516c\u5171\u6587\u5316\u670d\u52a1\u89c4\u8303\u4e13\u9898\u57f9\u8bad", "more": 0, "n": 1}','/firstreviewview/show/1','2026-11-28 22:46:26.751199',NULL);
INSERT INTO "notice" VALUES(2,5,1,'training_class:waiting','“%(title)s” waits for you.','{"title": "\u516c\u5171\u6587\u5316\u670d\u52a1\u89c4\u8303\u4e13\u9898\u57f9\u8bad", "more": 0, "n": 1}','/firstreviewview/show/1','2026-11-28 22:46:26.751199',NULL);
INSERT INTO "notice" VALUES(3,3,1,'training_class:approve','“%(title)s” has passed a step of the review.','{"title": "\u516c\u5171\u6587\u5316\u670d\u52a1\u89c4\u8303\u4e13\u9898\u57f9\u8bad", "more": 0, "n": 1}','/declarationview/show/1','2026-11-28 22:46:26.822368',NULL);
INSERT INTO "notice" VALUES(4,1,1,'training_class:waiting','“%(title)s” waits for you.','{"title": "\u516c\u5171\u6587\u5316\u670d\u52a1\u89c4\u8303\u4e13\u9898\u57f9\u8bad", "more": 0, "n": 1}','/finalreviewview/show/1','2026-11-28 22:46:26.899244',NULL);
INSERT INTO "notice" VALUES(5,3,1,'training_class:approved','“%(title)s” has been approved.','{"title": "\u516c\u5171\u6587\u5316\u670d\u52a1\u89c4\u8303\u4e13\u9898\u57f9\u8bad", "more": 0, "n": 1}','/declarationview/show/1','2026-11-28 22:46:27.134598','2026-11-28 22:46:41.287750');
INSERT INTO "notice" VALUES(6,2,1,'training_class:waiting','“%(title)s” waits for you.','{"title": "\u4e13\u4e1a\u6280\u672f\u4eba\u5458\u804c\u4e1a\u9053\u5fb7\u6559\u80b2", "more": 0, "n": 1}','/firstreviewview/show/2','2026-11-28 22:46:27.653776',NULL);
INSERT INTO "notice" VALUES(7,5,1,'training_class:waiting','“%(title)s” waits for you.','{"title": "\u4e13\u4e1a\u6280\u672f\u4eba\u5458\u804c\u4e1a\u9053\u5fb7\u6559\u80b2", "more": 0, "n": 1}','/firstreviewview/show/2','2026-11-28 22:46:27.653776',NULL);
INSERT INTO "notice" VALUES(8,3,1,'training_class:approve','“%(title)s” has passed a step of the review.','{"title": "\u4e13\u4e1a\u6280\u672f\u4eba\u5458\u804c\u4e1a\u9053\u5fb7\u6559\u80b2", "more": 0, "n": 1}','/declarationview/show/2','2026-11-28 22:46:27.717535',NULL);
INSERT INTO "notice" VALUES(9,1,1,'training_class:waiting','“%(title)s” waits for you.','{"title": "\u4e13\u4e1a\u6280\u672f\u4eba\u5458\u804c\u4e1a\u9053\u5fb7\u6559\u80b2", "more": 0, "n": 1}','/finalreviewview/show/2','2026-11-28 22:46:27.733084',NULL);
INSERT INTO "notice" VALUES(10,3,1,'training_class:approved','“%(title)s” has been approved.','{"title": "\u4e13\u4e1a\u6280\u672f\u4eba\u5458\u804c\u4e1a\u9053\u5fb7\u6559\u80b2", "more": 0, "n": 1}','/declarationview/show/2','2026-11-28 22:46:27.761606','2026-11-28 22:46:41.287824');
INSERT INTO "notice" VALUES(11,2,1,'training_class:waiting','“%(title)s” waits for you.','{"title": "\u7fa4\u4f17\u6587\u5316\u6d3b\u52a8\u7b56\u5212\u80fd\u529b\u63d0\u5347\u73ed", "more": 0, "n": 1}','/firstreviewview/show/3','2026-11-28 22:46:28.628470',NULL);
INSERT INTO "notice" VALUES(12,5,1,'training_class:waiting','“%(title)s” waits for you.','{"title": "\u7fa4\u4f17\u6587\u5316\u6d3b\u52a8\u7b56\u5212\u80fd\u529b\u63d0\u5347\u73ed", "more": 0, "n": 1}','/firstreviewview/show/3','2026-11-28 22:46:28.628470',NULL);
INSERT INTO "notice" VALUES(13,2,1,'training_class:waiting','“%(title)s” waits for you.','{"title": "\u975e\u7269\u8d28\u6587\u5316\u9057\u4ea7\u4fdd\u62a4\u4e0e\u4f20\u627f", "more": 0, "n": 1}','/firstreviewview/show/4','2026-11-28 22:46:28.814154',NULL);
INSERT INTO "notice" VALUES(14,5,1,'training_class:waiting','“%(title)s” waits for you.','{"title": "\u975e\u7269\u8d28\u6587\u5316\u9057\u4ea7\u4fdd\u62a4\u4e0e\u4f20\u627f", "more": 0, "n": 1}','/firstreviewview/show/4','2026-11-28 22:46:28.814154',NULL);
INSERT INTO "notice" VALUES(15,3,1,'training_class:approve','“%(title)s” has passed a step of the review.','{"title": "\u975e\u7269\u8d28\u6587\u5316\u9057\u4ea7\u4fdd\u62a4\u4e0e\u4f20\u627f", "more": 0, "n": 1}','/declarationview/show/4','2026-11-28 22:46:28.954788',NULL);
INSERT INTO "notice" VALUES(16,1,1,'training_class:waiting','“%(title)s” waits for you.','{"title": "\u975e\u7269\u8d28\u6587\u5316\u9057\u4ea7\u4fdd\u62a4\u4e0e\u4f20\u627f", "more": 0, "n": 1}','/finalreviewview/show/4','2026-11-28 22:46:28.995470',NULL);
INSERT INTO "notice" VALUES(17,2,1,'training_class:waiting','“%(title)s” waits for you.','{"title": "\u6570\u5b57\u6587\u5316\u9986\u5efa\u8bbe\u7814\u4fee\u73ed", "more": 0, "n": 1}','/firstreviewview/show/5','2026-11-28 22:46:29.628029',NULL);
INSERT INTO "notice" VALUES(18,5,1,'training_class:waiting','“%(title)s” waits for you.','{"title": "\u6570\u5b57\u6587\u5316\u9986\u5efa\u8bbe\u7814\u4fee\u73ed", "more": 0, "n": 1}','/firstreviewview/show/5','2026-11-28 22:46:29.628029',NULL);
INSERT INTO "notice" VALUES(19,3,1,'training_class:return','“%(title)s” was returned for changes.','{"title": "\u6570\u5b57\u6587\u5316\u9986\u5efa\u8bbe\u7814\u4fee\u73ed", "more": 0, "n": 1}','/declarationview/show/5','2026-11-28 22:46:29.776718',NULL);
INSERT INTO "notice" VALUES(20,2,1,'training_class:waiting','“%(title)s” waits for you.','{"title": "\u5916\u51fa\u8003\u5bdf\u4ea4\u6d41\u6d3b\u52a8", "more": 0, "n": 1}','/firstreviewview/show/6','2026-11-28 22:46:29.996107',NULL);
INSERT INTO "notice" VALUES(21,5,1,'training_class:waiting','“%(title)s” waits for you.','{"title": "\u5916\u51fa\u8003\u5bdf\u4ea4\u6d41\u6d3b\u52a8", "more": 0, "n": 1}','/firstreviewview/show/6','2026-11-28 22:46:29.996107',NULL);
INSERT INTO "notice" VALUES(22,3,1,'training_class:approve','“%(title)s” has passed a step of the review.','{"title": "\u5916\u51fa\u8003\u5bdf\u4ea4\u6d41\u6d3b\u52a8", "more": 0, "n": 1}','/declarationview/show/6','2026-11-28 22:46:30.109819',NULL);
INSERT INTO "notice" VALUES(23,1,1,'training_class:waiting','“%(title)s” waits for you.','{"title": "\u5916\u51fa\u8003\u5bdf\u4ea4\u6d41\u6d3b\u52a8", "more": 0, "n": 1}','/finalreviewview/show/6','2026-11-28 22:46:30.127110',NULL);
INSERT INTO "notice" VALUES(24,3,1,'training_class:reject','“%(title)s” was not approved.','{"title": "\u5916\u51fa\u8003\u5bdf\u4ea4\u6d41\u6d3b\u52a8", "more": 0, "n": 1}','/declarationview/show/6','2026-11-28 22:46:30.299419',NULL);
INSERT INTO "notice" VALUES(25,2,1,'training_class:waiting','“%(title)s” waits for you.','{"title": "\u6444\u5f71\u57fa\u7840\u77e5\u8bc6\u8bb2\u5ea7", "more": 0, "n": 1}','/firstreviewview/show/8','2026-11-28 22:46:31.581666',NULL);
INSERT INTO "notice" VALUES(26,5,1,'training_class:waiting','“%(title)s” waits for you.','{"title": "\u6444\u5f71\u57fa\u7840\u77e5\u8bc6\u8bb2\u5ea7", "more": 0, "n": 1}','/firstreviewview/show/8','2026-11-28 22:46:31.581666',NULL);
INSERT INTO "notice" VALUES(27,5,1,'training_class:waiting','“%(title)s” waits for you.','{"title": "\u5168\u7cfb\u7edf\u6863\u6848\u7ba1\u7406\u4e1a\u52a1\u57f9\u8bad", "more": 0, "n": 1}','/firstreviewview/show/9','2026-11-28 22:46:31.821592',NULL);
INSERT INTO "notice" VALUES(28,1,1,'training_class:waiting','“%(title)s” waits for you.','{"title": "\u5168\u7cfb\u7edf\u6863\u6848\u7ba1\u7406\u4e1a\u52a1\u57f9\u8bad", "more": 0, "n": 1}','/finalreviewview/show/9','2026-11-28 22:46:31.949898',NULL);
INSERT INTO "notice" VALUES(29,5,1,'training_class:waiting','“%(title)s” waits for you.','{"title": "\u821e\u53f0\u5b89\u5168\u7ba1\u7406\u57f9\u8bad", "more": 0, "n": 1}','/firstreviewview/show/10','2026-11-28 22:46:32.160214',NULL);
INSERT INTO "notice" VALUES(30,1,1,'training_class:waiting','“%(title)s” waits for you.','{"title": "\u821e\u53f0\u5b89\u5168\u7ba1\u7406\u57f9\u8bad", "more": 0, "n": 1}','/finalreviewview/show/10','2026-11-28 22:46:32.256075',NULL);
INSERT INTO "notice" VALUES(31,2,1,'training_class:approved','“%(title)s” has been approved.','{"title": "\u821e\u53f0\u5b89\u5168\u7ba1\u7406\u57f9\u8bad", "more": 0, "n": 1}','/declarationview/show/10','2026-11-28 22:46:32.270944','2026-11-28 22:46:41.287833');
INSERT INTO "notice" VALUES(32,2,1,'training_class:waiting','“%(title)s” waits for you.','{"title": "\u516c\u6587\u5199\u4f5c\u4e0e\u5904\u7406\u57f9\u8bad", "more": 0, "n": 1}','/firstreviewview/show/11','2026-11-28 22:46:33.147429',NULL);
INSERT INTO "notice" VALUES(33,5,1,'training_class:waiting','“%(title)s” waits for you.','{"title": "\u516c\u6587\u5199\u4f5c\u4e0e\u5904\u7406\u57f9\u8bad", "more": 0, "n": 1}','/firstreviewview/show/11','2026-11-28 22:46:33.147429',NULL);
INSERT INTO "notice" VALUES(34,3,1,'training_class:approve','“%(title)s” has passed a step of the review.','{"title": "\u516c\u6587\u5199\u4f5c\u4e0e\u5904\u7406\u57f9\u8bad", "more": 0, "n": 1}','/declarationview/show/11','2026-11-28 22:46:33.235636',NULL);
INSERT INTO "notice" VALUES(35,1,1,'training_class:waiting','“%(title)s” waits for you.','{"title": "\u516c\u6587\u5199\u4f5c\u4e0e\u5904\u7406\u57f9\u8bad", "more": 0, "n": 1}','/finalreviewview/show/11','2026-11-28 22:46:33.255116',NULL);
INSERT INTO "notice" VALUES(36,3,1,'training_class:approved','“%(title)s” has been approved.','{"title": "\u516c\u6587\u5199\u4f5c\u4e0e\u5904\u7406\u57f9\u8bad", "more": 0, "n": 1}','/declarationview/show/11','2026-11-28 22:46:33.298025','2026-11-28 22:46:41.287839');
INSERT INTO "notice" VALUES(37,2,1,'training_class:waiting','“%(title)s” waits for you.','{"title": "\u57fa\u5c42\u6587\u5316\u961f\u4f0d\u8f6e\u8bad", "more": 0, "n": 1}','/firstreviewview/show/12','2026-11-28 22:46:33.955882',NULL);
INSERT INTO "notice" VALUES(38,5,1,'training_class:waiting','“%(title)s” waits for you.','{"title": "\u57fa\u5c42\u6587\u5316\u961f\u4f0d\u8f6e\u8bad", "more": 0, "n": 1}','/firstreviewview/show/12','2026-11-28 22:46:33.955882',NULL);
INSERT INTO "notice" VALUES(39,3,1,'training_class:approve','“%(title)s” has passed a step of the review.','{"title": "\u57fa\u5c42\u6587\u5316\u961f\u4f0d\u8f6e\u8bad", "more": 0, "n": 1}','/declarationview/show/12','2026-11-28 22:46:34.042881',NULL);
INSERT INTO "notice" VALUES(40,1,1,'training_class:waiting','“%(title)s” waits for you.','{"title": "\u57fa\u5c42\u6587\u5316\u961f\u4f0d\u8f6e\u8bad", "more": 0, "n": 1}','/finalreviewview/show/12','2026-11-28 22:46:34.059804',NULL);
INSERT INTO "notice" VALUES(41,3,1,'training_class:approved','“%(title)s” has been approved.','{"title": "\u57fa\u5c42\u6587\u5316\u961f\u4f0d\u8f6e\u8bad", "more": 0, "n": 1}','/declarationview/show/12','2026-11-28 22:46:34.096518','2026-11-28 22:46:41.287845');
INSERT INTO "notice" VALUES(42,3,1,'training_class:reopen','The decision on “%(title)s” was reopened: it is under review again.','{"title": "\u57fa\u5c42\u6587\u5316\u961f\u4f0d\u8f6e\u8bad", "more": 0, "n": 1}','/declarationview/show/12','2026-11-28 22:46:34.157530',NULL);
INSERT INTO "notice" VALUES(43,2,1,'training_class:waiting','“%(title)s” waits for you.','{"title": "\u4e66\u753b\u88c5\u88f1\u5174\u8da3\u8bb2\u5ea7", "more": 0, "n": 1}','/firstreviewview/show/13','2026-11-28 22:46:34.444387',NULL);
INSERT INTO "notice" VALUES(44,5,1,'training_class:waiting','“%(title)s” waits for you.','{"title": "\u4e66\u753b\u88c5\u88f1\u5174\u8da3\u8bb2\u5ea7", "more": 0, "n": 1}','/firstreviewview/show/13','2026-11-28 22:46:34.444387',NULL);
INSERT INTO "notice" VALUES(45,3,1,'training_class:approve','“%(title)s” has passed a step of the review.','{"title": "\u4e66\u753b\u88c5\u88f1\u5174\u8da3\u8bb2\u5ea7", "more": 0, "n": 1}','/declarationview/show/13','2026-11-28 22:46:34.509719',NULL);
INSERT INTO "notice" VALUES(46,1,1,'training_class:waiting','“%(title)s” waits for you.','{"title": "\u4e66\u753b\u88c5\u88f1\u5174\u8da3\u8bb2\u5ea7", "more": 0, "n": 1}','/finalreviewview/show/13','2026-11-28 22:46:34.521916',NULL);
INSERT INTO "notice" VALUES(47,3,1,'training_class:approved','“%(title)s” has been approved.','{"title": "\u4e66\u753b\u88c5\u88f1\u5174\u8da3\u8bb2\u5ea7", "more": 0, "n": 1}','/declarationview/show/13','2026-11-28 22:46:34.562519','2026-11-28 22:46:41.287851');
INSERT INTO "notice" VALUES(48,3,1,'training_class:revoke','“%(title)s” was revoked; hours granted for it were taken back.','{"title": "\u4e66\u753b\u88c5\u88f1\u5174\u8da3\u8bb2\u5ea7", "more": 0, "n": 1}','/declarationview/show/13','2026-11-28 22:46:34.636115',NULL);
INSERT INTO "notice" VALUES(49,2,1,'training_class:waiting','“%(title)s” waits for you.','{"title": "\u53e4\u7c4d\u4fdd\u62a4\u4e0e\u4fee\u590d\u96c6\u4e2d\u57f9\u8bad", "more": 0, "n": 1}','/firstreviewview/show/14','2026-11-28 22:46:34.803861',NULL);
INSERT INTO "notice" VALUES(50,5,1,'training_class:waiting','“%(title)s” waits for you.','{"title": "\u53e4\u7c4d\u4fdd\u62a4\u4e0e\u4fee\u590d\u96c6\u4e2d\u57f9\u8bad", "more": 0, "n": 1}','/firstreviewview/show/14','2026-11-28 22:46:34.803861',NULL);
INSERT INTO "notice" VALUES(51,3,1,'training_class:approve','“%(title)s” has passed a step of the review.','{"title": "\u53e4\u7c4d\u4fdd\u62a4\u4e0e\u4fee\u590d\u96c6\u4e2d\u57f9\u8bad", "more": 0, "n": 1}','/declarationview/show/14','2026-11-28 22:46:34.904986',NULL);
INSERT INTO "notice" VALUES(52,1,1,'training_class:waiting','“%(title)s” waits for you.','{"title": "\u53e4\u7c4d\u4fdd\u62a4\u4e0e\u4fee\u590d\u96c6\u4e2d\u57f9\u8bad", "more": 0, "n": 1}','/finalreviewview/show/14','2026-11-28 22:46:34.947036',NULL);
INSERT INTO "notice" VALUES(53,3,1,'training_class:approved','“%(title)s” has been approved.','{"title": "\u53e4\u7c4d\u4fdd\u62a4\u4e0e\u4fee\u590d\u96c6\u4e2d\u57f9\u8bad", "more": 0, "n": 1}','/declarationview/show/14','2026-11-28 22:46:35.007267','2026-11-28 22:46:41.287856');
INSERT INTO "notice" VALUES(54,3,NULL,'training_class:approved','“%(title)s” has been approved.','{"title": "\u516c\u5171\u6587\u5316\u670d\u52a1\u89c4\u8303\u4e13\u9898\u57f9\u8bad"}','/declarationview/list/','2026-11-28 22:46:41.277647','2026-11-28 22:46:41.287860');
INSERT INTO "notice" VALUES(55,3,NULL,'training_class:return','“%(title)s” was returned for changes.','{"title": "\u7fa4\u4f17\u6587\u5316\u6d3b\u52a8\u7b56\u5212\u80fd\u529b\u63d0\u5347\u73ed"}','/declarationview/list/','2026-11-28 22:46:41.278611',NULL);
INSERT INTO "notice" VALUES(56,2,NULL,'training_class:waiting','“%(title)s” waits for you.','{"title": "\u6570\u5b57\u6587\u5316\u9986\u5efa\u8bbe\u7814\u4fee\u73ed"}','/firstreviewview/list/','2026-11-28 22:46:41.279125',NULL);
CREATE TABLE notice_preference (
	user_id INTEGER NOT NULL, 
	email VARCHAR(200) NOT NULL, 
	locale VARCHAR(10) NOT NULL, 
	events JSON NOT NULL, 
	CONSTRAINT pk_notice_preference PRIMARY KEY (user_id), 
	CONSTRAINT fk_notice_preference_user_id_ab_user FOREIGN KEY(user_id) REFERENCES ab_user (id)
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
	version INTEGER NOT NULL, note VARCHAR(200) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_organization PRIMARY KEY (id), 
	CONSTRAINT ck_organization_kind CHECK (kind in ('unit', 'department')), 
	CONSTRAINT fk_organization_parent_id_organization FOREIGN KEY(parent_id) REFERENCES organization (id), 
	CONSTRAINT fk_organization_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id), 
	CONSTRAINT uq_organization_path UNIQUE (path), 
	CONSTRAINT uq_organization_platform_id_credit_code UNIQUE (platform_id, credit_code), 
	CONSTRAINT uq_organization_platform_id_parent_id_name UNIQUE (platform_id, parent_id, name)
);
INSERT INTO "organization" VALUES(1,1,NULL,'unit','bureau',1,'6c74e402/','示范市人力资源和社会保障局','12210200JG7LCMK1XC','示范市','','2026-11-28 22:46:21.486032',1,'');
INSERT INTO "organization" VALUES(2,1,1,'unit','authority',2,'6c74e402/0f1637cc/','示范市文化艺术中心',NULL,'示范市','','2026-11-28 22:46:22.027502',1,'');
INSERT INTO "organization" VALUES(3,1,2,'unit','employer',3,'6c74e402/0f1637cc/7a35cafc/','示范市群众艺术馆',NULL,'示范市','','2026-11-28 22:46:22.031009',1,'');
INSERT INTO "organization" VALUES(4,1,2,'unit','employer',3,'6c74e402/0f1637cc/dabf19d8/','示范市少年宫',NULL,'示范市','','2026-11-28 22:46:22.042620',1,'');
INSERT INTO "organization" VALUES(5,1,3,'department','employer',3,'6c74e402/0f1637cc/7a35cafc/08092b74/','办公室',NULL,'','','2026-11-28 22:46:22.054923',1,'');
CREATE TABLE platform (
	id INTEGER NOT NULL, 
	code VARCHAR(40) NOT NULL, 
	name VARCHAR(100) NOT NULL, 
	zone VARCHAR(40) NOT NULL, 
	created_at DATETIME NOT NULL, preset VARCHAR(40) DEFAULT '' NOT NULL, menu_mark VARCHAR(64) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_platform PRIMARY KEY (id), 
	CONSTRAINT uq_platform_code UNIQUE (code)
);
INSERT INTO "platform" VALUES(1,'dalian','示范市干部继续教育学分管理平台','Asia/Shanghai','2026-11-28 22:46:21.478750','dalian','3b033a34acbf1cb634ed1e4bb694053d143a3de55568b3663e28b120bdca68e7');
CREATE TABLE "policy_row" (
	id INTEGER NOT NULL, 
	platform_id INTEGER NOT NULL, 
	name VARCHAR(60) NOT NULL, 
	from_year INTEGER NOT NULL, 
	value JSON NOT NULL, 
	made_at DATETIME DEFAULT '2026-11-22 00:00:00' NOT NULL, 
	made_by VARCHAR(100) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_policy_row PRIMARY KEY (id), 
	CONSTRAINT fk_policy_row_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id)
);
INSERT INTO "policy_row" VALUES(1,1,'hours_word',2000,'{"zh": "\u5b66\u5206", "en": "credits"}','2026-11-28 22:46:21.496469','');
INSERT INTO "policy_row" VALUES(2,1,'attendance_required',2000,'true','2026-11-28 22:46:21.496483','');
INSERT INTO "policy_row" VALUES(3,1,'common_phrases',2000,'["\u6750\u6599\u4e0d\u5b8c\u6574\uff0c\u8bf7\u8865\u5145\u3002", "\u8bf7\u8865\u5145\u6bcf\u5929\u7684\u8bfe\u7a0b\u5b89\u6392\u3002", "\u5b66\u5206\u4e0e\u57f9\u8bad\u65f6\u957f\u4e0d\u7b26\u3002", "\u4e0d\u5c5e\u4e8e\u7ee7\u7eed\u6559\u80b2\u5b66\u5206\u8303\u56f4\u3002"]','2026-11-28 22:46:21.496486','');
INSERT INTO "policy_row" VALUES(4,1,'initial_password_days',2025,7,'2026-11-28 22:46:41.429777','王敏');
CREATE TABLE "review_route" (
	id INTEGER NOT NULL, 
	platform_id INTEGER NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	owner_level INTEGER, 
	name VARCHAR(100) NOT NULL, 
	type VARCHAR(40), 
	revocable_by VARCHAR(8) DEFAULT 'last' NOT NULL, version INTEGER DEFAULT '1' NOT NULL, 
	CONSTRAINT pk_review_route PRIMARY KEY (id), 
	CONSTRAINT fk_review_route_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id), 
	CONSTRAINT uq_review_route_platform_id_kind_type_owner_level UNIQUE (platform_id, kind, type, owner_level), 
	CONSTRAINT ck_review_route_revocable_by CHECK (revocable_by in ('last', 'unit', 'both'))
);
INSERT INTO "review_route" VALUES(1,1,'training_class',3,'三级单位培训项目',NULL,'both',1);
INSERT INTO "review_route" VALUES(2,1,'training_class',2,'二级单位培训项目',NULL,'last',1);
INSERT INTO "review_route" VALUES(3,1,'training_class',1,'一级单位培训项目',NULL,'last',1);
INSERT INTO "review_route" VALUES(4,1,'training_class',1,'网上报名培训','online','last',1);
INSERT INTO "review_route" VALUES(5,1,'training_class',2,'境内外培训','direct','last',1);
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
	batch VARCHAR(32), reminded_at DATETIME, for_name VARCHAR(100) DEFAULT '' NOT NULL, working_days INTEGER, 
	CONSTRAINT pk_review_step PRIMARY KEY (id), 
	CONSTRAINT ck_review_step_decided CHECK ((decided_at is null) = (verb is null)), 
	CONSTRAINT fk_review_step_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_review_step_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id)
);
INSERT INTO "review_step" VALUES(1,1,'training_class',1,1,0,'','',3,'','',0,'2026-11-28 22:46:26.680165',NULL,'2026-11-28 22:46:26.680165','submit',3,'张伟',3,NULL,0,'',NULL,NULL,'',NULL);
INSERT INTO "review_step" VALUES(2,1,'training_class',1,1,1,'初审','First review',2,'示范市文化艺术中心','first_review',0,'2026-11-28 22:46:26.680165','2026-12-04 15:59:59.000000','2026-11-28 22:46:26.783258','approve',2,'李娜',2,NULL,0,'',NULL,NULL,'',5);
INSERT INTO "review_step" VALUES(3,1,'training_class',1,1,2,'终审','Final review',1,'示范市人力资源和社会保障局','final_review',0,'2026-11-28 22:46:26.783258','2026-12-04 15:59:59.000000','2026-11-28 22:46:26.959563','approve',1,'王敏',1,NULL,0,'方案完整，同意开班。',NULL,NULL,'',5);
INSERT INTO "review_step" VALUES(4,1,'training_class',2,1,0,'','',3,'','',0,'2026-11-28 22:46:27.580190',NULL,'2026-11-28 22:46:27.580190','submit',3,'张伟',3,NULL,0,'',NULL,NULL,'',NULL);
INSERT INTO "review_step" VALUES(5,1,'training_class',2,1,1,'初审','First review',2,'示范市文化艺术中心','first_review',0,'2026-11-28 22:46:27.580190','2026-12-04 15:59:59.000000','2026-11-28 22:46:27.667729','approve',2,'李娜',2,NULL,0,'',NULL,NULL,'',5);
INSERT INTO "review_step" VALUES(6,1,'training_class',2,1,2,'终审','Final review',1,'示范市人力资源和社会保障局','final_review',0,'2026-11-28 22:46:27.667729','2026-12-04 15:59:59.000000','2026-11-28 22:46:27.745173','approve',1,'王敏',1,NULL,0,'',NULL,NULL,'',5);
INSERT INTO "review_step" VALUES(7,1,'training_class',3,1,0,'','',3,'','',0,'2026-11-28 22:46:28.551518',NULL,'2026-11-28 22:46:28.551518','submit',3,'张伟',3,NULL,0,'',NULL,NULL,'',NULL);
INSERT INTO "review_step" VALUES(8,1,'training_class',3,1,1,'初审','First review',2,'示范市文化艺术中心','first_review',0,'2026-11-28 22:46:28.551518','2026-12-04 15:59:59.000000',NULL,NULL,NULL,'',NULL,NULL,0,'',NULL,NULL,'',5);
INSERT INTO "review_step" VALUES(9,1,'training_class',3,1,2,'终审','Final review',1,'示范市人力资源和社会保障局','final_review',0,NULL,NULL,NULL,NULL,NULL,'',NULL,NULL,0,'',NULL,NULL,'',5);
INSERT INTO "review_step" VALUES(10,1,'training_class',4,1,0,'','',3,'','',0,'2026-11-28 22:46:28.720511',NULL,'2026-11-28 22:46:28.720511','submit',3,'张伟',3,NULL,0,'',NULL,NULL,'',NULL);
INSERT INTO "review_step" VALUES(11,1,'training_class',4,1,1,'初审','First review',2,'示范市文化艺术中心','first_review',0,'2026-11-28 22:46:28.720511','2026-12-04 15:59:59.000000','2026-11-28 22:46:28.853538','approve',2,'李娜',2,NULL,0,'同意，请终审。',NULL,NULL,'',5);
INSERT INTO "review_step" VALUES(12,1,'training_class',4,1,2,'终审','Final review',1,'示范市人力资源和社会保障局','final_review',0,'2026-11-28 22:46:28.853538','2026-12-04 15:59:59.000000',NULL,NULL,NULL,'',NULL,NULL,0,'',NULL,NULL,'',5);
INSERT INTO "review_step" VALUES(13,1,'training_class',5,1,0,'','',3,'','',0,'2026-11-28 22:46:29.195125',NULL,'2026-11-28 22:46:29.195125','submit',3,'张伟',3,NULL,0,'',NULL,NULL,'',NULL);
INSERT INTO "review_step" VALUES(14,1,'training_class',5,1,1,'初审','First review',2,'示范市文化艺术中心','first_review',0,'2026-11-28 22:46:29.195125','2026-12-04 15:59:59.000000','2026-11-28 22:46:29.661860','return',2,'李娜',2,NULL,0,'请补充每天的课程安排。',NULL,NULL,'',5);
INSERT INTO "review_step" VALUES(15,1,'training_class',5,1,2,'终审','Final review',1,'示范市人力资源和社会保障局','final_review',0,NULL,NULL,NULL,NULL,NULL,'',NULL,NULL,0,'',NULL,NULL,'',5);
INSERT INTO "review_step" VALUES(16,1,'training_class',6,1,0,'','',3,'','',0,'2026-11-28 22:46:29.925642',NULL,'2026-11-28 22:46:29.925642','submit',3,'张伟',3,NULL,0,'',NULL,NULL,'',NULL);
INSERT INTO "review_step" VALUES(17,1,'training_class',6,1,1,'初审','First review',2,'示范市文化艺术中心','first_review',0,'2026-11-28 22:46:29.925642','2026-12-04 15:59:59.000000','2026-11-28 22:46:30.010644','approve',2,'李娜',2,NULL,0,'',NULL,NULL,'',5);
INSERT INTO "review_step" VALUES(18,1,'training_class',6,1,2,'终审','Final review',1,'示范市人力资源和社会保障局','final_review',0,'2026-11-28 22:46:30.010644','2026-12-04 15:59:59.000000','2026-11-28 22:46:30.247373','reject',1,'王敏',1,NULL,0,'考察活动不属于继续教育学分范围。',NULL,NULL,'',5);
INSERT INTO "review_step" VALUES(19,1,'training_class',8,1,0,'','',3,'','',0,'2026-11-28 22:46:31.455496',NULL,'2026-11-28 22:46:31.455496','submit',3,'张伟',3,NULL,0,'',NULL,NULL,'',NULL);
INSERT INTO "review_step" VALUES(20,1,'training_class',8,1,1,'初审','First review',2,'示范市文化艺术中心','first_review',0,'2026-11-28 22:46:31.455496','2026-12-04 15:59:59.000000','2026-11-28 22:46:31.592034','withdraw',3,'张伟',3,NULL,0,'',NULL,NULL,'',5);
INSERT INTO "review_step" VALUES(21,1,'training_class',8,1,2,'终审','Final review',1,'示范市人力资源和社会保障局','final_review',0,NULL,NULL,NULL,NULL,NULL,'',NULL,NULL,0,'',NULL,NULL,'',5);
INSERT INTO "review_step" VALUES(22,1,'training_class',9,1,0,'','',2,'','',0,'2026-11-28 22:46:31.762178',NULL,'2026-11-28 22:46:31.762178','submit',2,'李娜',2,NULL,0,'',NULL,NULL,'',NULL);
INSERT INTO "review_step" VALUES(23,1,'training_class',9,1,1,'初审','First review',2,'示范市文化艺术中心','first_review',1,'2026-11-28 22:46:31.762178',NULL,'2026-11-28 22:46:31.877186','approve',2,'李娜',2,NULL,1,'本单位初审通过。',NULL,NULL,'',NULL);
INSERT INTO "review_step" VALUES(24,1,'training_class',9,1,2,'终审','Final review',1,'示范市人力资源和社会保障局','final_review',0,'2026-11-28 22:46:31.877186',NULL,NULL,NULL,NULL,'',NULL,NULL,0,'',NULL,NULL,'',NULL);
INSERT INTO "review_step" VALUES(25,1,'training_class',10,1,0,'','',2,'','',0,'2026-11-28 22:46:32.082915',NULL,'2026-11-28 22:46:32.082915','submit',2,'李娜',2,NULL,0,'',NULL,NULL,'',NULL);
INSERT INTO "review_step" VALUES(26,1,'training_class',10,1,1,'初审','First review',2,'示范市文化艺术中心','first_review',1,'2026-11-28 22:46:32.082915',NULL,'2026-11-28 22:46:32.217519','approve',2,'李娜',2,NULL,1,'',NULL,NULL,'',NULL);
INSERT INTO "review_step" VALUES(27,1,'training_class',10,1,2,'终审','Final review',1,'示范市人力资源和社会保障局','final_review',0,'2026-11-28 22:46:32.217519',NULL,'2026-11-28 22:46:32.266139','approve',1,'王敏',1,NULL,0,'',NULL,NULL,'',NULL);
INSERT INTO "review_step" VALUES(28,1,'training_class',11,1,0,'','',3,'','',0,'2026-11-28 22:46:32.859240',NULL,'2026-11-28 22:46:32.859240','submit',3,'张伟',3,NULL,0,'',NULL,NULL,'',NULL);
INSERT INTO "review_step" VALUES(29,1,'training_class',11,1,1,'初审','First review',2,'示范市文化艺术中心','first_review',0,'2026-11-28 22:46:32.859240','2026-12-04 15:59:59.000000','2026-11-28 22:46:33.172570','approve',2,'李娜',2,NULL,0,'',NULL,NULL,'',5);
INSERT INTO "review_step" VALUES(30,1,'training_class',11,1,2,'终审','Final review',1,'示范市人力资源和社会保障局','final_review',0,'2026-11-28 22:46:33.172570','2026-12-04 15:59:59.000000','2026-11-28 22:46:33.273574','approve',1,'王敏',1,NULL,0,'',NULL,NULL,'',5);
INSERT INTO "review_step" VALUES(31,1,'training_class',12,1,0,'','',3,'','',0,'2026-11-28 22:46:33.800464',NULL,'2026-11-28 22:46:33.800464','submit',3,'张伟',3,NULL,0,'',NULL,NULL,'',NULL);
INSERT INTO "review_step" VALUES(32,1,'training_class',12,1,1,'初审','First review',2,'示范市文化艺术中心','first_review',0,'2026-11-28 22:46:33.800464','2026-12-04 15:59:59.000000','2026-11-28 22:46:33.975081','approve',2,'李娜',2,NULL,0,'',NULL,NULL,'',5);
INSERT INTO "review_step" VALUES(33,1,'training_class',12,1,2,'终审','Final review',1,'示范市人力资源和社会保障局','final_review',0,'2026-11-28 22:46:33.975081','2026-12-04 15:59:59.000000','2026-11-28 22:46:34.076686','approve',1,'王敏',1,NULL,0,'',NULL,NULL,'',5);
INSERT INTO "review_step" VALUES(34,1,'training_class',12,1,2,'终审','Final review',1,'示范市人力资源和社会保障局','',0,'2026-11-28 22:46:34.106902',NULL,'2026-11-28 22:46:34.106902','reopen',1,'王敏',1,NULL,0,'人数与场地不符，重新终审。',NULL,NULL,'',NULL);
INSERT INTO "review_step" VALUES(35,1,'training_class',12,1,2,'终审','Final review',1,'示范市人力资源和社会保障局','final_review',0,'2026-11-28 22:46:34.106902','2026-12-04 15:59:59.000000',NULL,NULL,NULL,'',NULL,NULL,0,'',NULL,NULL,'',5);
INSERT INTO "review_step" VALUES(36,1,'training_class',13,1,0,'','',3,'','',0,'2026-11-28 22:46:34.350984',NULL,'2026-11-28 22:46:34.350984','submit',3,'张伟',3,NULL,0,'',NULL,NULL,'',NULL);
INSERT INTO "review_step" VALUES(37,1,'training_class',13,1,1,'初审','First review',2,'示范市文化艺术中心','first_review',0,'2026-11-28 22:46:34.350984','2026-12-04 15:59:59.000000','2026-11-28 22:46:34.465698','approve',2,'李娜',2,NULL,0,'',NULL,NULL,'',5);
INSERT INTO "review_step" VALUES(38,1,'training_class',13,1,2,'终审','Final review',1,'示范市人力资源和社会保障局','final_review',0,'2026-11-28 22:46:34.465698','2026-12-04 15:59:59.000000','2026-11-28 22:46:34.552210','approve',1,'王敏',1,NULL,0,'',NULL,NULL,'',5);
INSERT INTO "review_step" VALUES(39,1,'training_class',13,1,2,'','',1,'','',0,'2026-11-28 22:46:34.588103',NULL,'2026-11-28 22:46:34.588103','revoke',1,'王敏',1,NULL,0,'讲座已取消，不再举办。',NULL,NULL,'',NULL);
INSERT INTO "review_step" VALUES(40,1,'training_class',14,1,0,'','',3,'','',0,'2026-11-28 22:46:34.727213',NULL,'2026-11-28 22:46:34.727213','submit',3,'张伟',3,NULL,0,'',NULL,NULL,'',NULL);
INSERT INTO "review_step" VALUES(41,1,'training_class',14,1,1,'初审','First review',2,'示范市文化艺术中心','first_review',0,'2026-11-28 22:46:34.727213','2026-12-04 15:59:59.000000','2026-11-28 22:46:34.827404','approve',2,'李娜',2,NULL,0,'',NULL,NULL,'',5);
INSERT INTO "review_step" VALUES(42,1,'training_class',14,1,2,'终审','Final review',1,'示范市人力资源和社会保障局','final_review',0,'2026-11-28 22:46:34.827404','2026-12-04 15:59:59.000000','2026-11-28 22:46:34.978547','approve',1,'王敏',1,NULL,0,'',NULL,NULL,'',5);
INSERT INTO "review_step" VALUES(43,1,'training_class',15,1,0,'','',1,'','',0,'2026-11-28 22:46:35.577718',NULL,'2026-11-28 22:46:35.577718','submit',1,'王敏',1,NULL,0,'',NULL,NULL,'',NULL);
INSERT INTO "review_step" VALUES(44,1,'training_class',16,1,0,'','',1,'','',0,'2026-11-28 22:46:35.731810',NULL,'2026-11-28 22:46:35.731810','submit',1,'王敏',1,NULL,0,'',NULL,NULL,'',NULL);
INSERT INTO "review_step" VALUES(45,1,'training_class',17,1,0,'','',1,'','',0,'2026-11-28 22:46:36.703320',NULL,'2026-11-28 22:46:36.703320','submit',1,'王敏',1,NULL,0,'',NULL,NULL,'',NULL);
INSERT INTO "review_step" VALUES(46,1,'training_class',18,1,0,'','',1,'','',0,'2026-11-28 22:46:36.851220',NULL,'2026-11-28 22:46:36.851220','submit',1,'王敏',1,NULL,0,'',NULL,NULL,'',NULL);
INSERT INTO "review_step" VALUES(47,1,'training_class',19,1,0,'','',1,'','',0,'2026-11-28 22:46:37.008779',NULL,'2026-11-28 22:46:37.008779','submit',1,'王敏',1,NULL,0,'',NULL,NULL,'',NULL);
INSERT INTO "review_step" VALUES(48,1,'training_class',20,1,0,'','',1,'','',0,'2026-11-28 22:46:37.527948',NULL,'2026-11-28 22:46:37.527948','submit',1,'王敏',1,NULL,0,'',NULL,NULL,'',NULL);
INSERT INTO "review_step" VALUES(49,1,'training_class',22,1,0,'','',2,'','',0,'2026-11-28 22:46:38.302746',NULL,'2026-11-28 22:46:38.302746','submit',2,'李娜',2,NULL,0,'',NULL,NULL,'',NULL);
INSERT INTO "review_step" VALUES(50,1,'training_class',23,1,0,'','',2,'','',0,'2026-11-28 22:46:38.428212',NULL,'2026-11-28 22:46:38.428212','submit',2,'李娜',2,NULL,0,'',NULL,NULL,'',NULL);
INSERT INTO "review_step" VALUES(51,1,'training_class',24,1,0,'','',2,'','',0,'2026-11-28 22:46:39.164781',NULL,'2026-11-28 22:46:39.164781','submit',2,'李娜',2,NULL,0,'',NULL,NULL,'',NULL);
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
INSERT INTO "role_profile" VALUES(8,1,'own-319fffdb0825','administrator','培训干事','Training clerk',3);
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
	CONSTRAINT fk_route_step_route_id_review_route FOREIGN KEY(route_id) REFERENCES review_route (id), 
	CONSTRAINT fk_route_step_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id), 
	CONSTRAINT ck_route_step_level CHECK ((who = 'ancestor') = (level is not null)), 
	CONSTRAINT uq_route_step_route_id_seq UNIQUE (route_id, seq), 
	CONSTRAINT ck_route_step_who CHECK (who in ('own_unit', 'ancestor', 'root', 'chosen'))
);
INSERT INTO "route_step" VALUES(1,1,1,1,'初审','First review','ancestor',2,'first_review',0,5,NULL,NULL);
INSERT INTO "route_step" VALUES(2,1,1,2,'终审','Final review','root',NULL,'final_review',0,5,NULL,NULL);
INSERT INTO "route_step" VALUES(3,1,2,1,'初审','First review','own_unit',NULL,'first_review',1,NULL,NULL,NULL);
INSERT INTO "route_step" VALUES(4,1,2,2,'终审','Final review','root',NULL,'final_review',0,NULL,NULL,NULL);
CREATE TABLE rule_set (
	id INTEGER NOT NULL, 
	platform_id INTEGER NOT NULL, 
	from_year INTEGER NOT NULL, 
	note VARCHAR(200) NOT NULL, 
	made_at DATETIME NOT NULL, 
	made_by VARCHAR(100) NOT NULL, 
	CONSTRAINT pk_rule_set PRIMARY KEY (id), 
	CONSTRAINT fk_rule_set_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id)
);
INSERT INTO "rule_set" VALUES(1,1,2000,'','2026-11-28 22:46:21.522217','');
INSERT INTO "rule_set" VALUES(2,1,2025,'每日最多计 8 学分','2026-11-28 22:46:41.492491','王敏');
CREATE TABLE saved_filter (
	id INTEGER NOT NULL, 
	user_id INTEGER NOT NULL, 
	identity VARCHAR(20) NOT NULL, 
	name VARCHAR(40) NOT NULL, 
	"query" VARCHAR(500) NOT NULL, 
	CONSTRAINT pk_saved_filter PRIMARY KEY (id), 
	CONSTRAINT fk_saved_filter_user_id_ab_user FOREIGN KEY(user_id) REFERENCES ab_user (id), 
	CONSTRAINT uq_saved_filter_user_id_identity_name UNIQUE (user_id, identity, name)
);
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
CREATE TABLE "training_class" (
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
	version INTEGER NOT NULL, 
	chosen_organization_id INTEGER, 
	review_due_at DATETIME, 
	review_decided_as VARCHAR(40), 
	review_revocable_by VARCHAR(8), 
	mode VARCHAR(12) DEFAULT 'declared' NOT NULL, 
	enroll_from DATE, 
	enroll_until DATE, 
	waiting_list BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_training_class PRIMARY KEY (id), 
	CONSTRAINT fk_training_class_category_id_hour_category FOREIGN KEY(category_id) REFERENCES hour_category (id), 
	CONSTRAINT ck_training_class_review_stage CHECK ((review_state = 'pending') = (review_stage is not null)), 
	CONSTRAINT ck_training_class_submitted CHECK (review_state = 'draft' or submitted_at is not null), 
	CONSTRAINT ck_training_class_review_position CHECK ((review_state = 'pending') = (review_position <> review_state)), 
	CONSTRAINT ck_training_class_dates CHECK (ends_on >= starts_on), 
	CONSTRAINT fk_training_class_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id), 
	CONSTRAINT fk_training_class_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT ck_training_class_review_state CHECK (review_state in ('draft', 'pending', 'returned', 'approved', 'rejected', 'revoked')), 
	CONSTRAINT ck_training_class_people CHECK (planned_people > 0), 
	CONSTRAINT ck_training_class_review_due CHECK (review_state = 'pending' or review_due_at is null), 
	CONSTRAINT ck_training_class_hours CHECK (hours > 0), 
	CONSTRAINT ck_training_class_mode CHECK (mode in ('declared', 'online', 'direct')), 
	CONSTRAINT ck_training_class_deadline CHECK ((mode = 'online') = (enroll_until is not null)), 
	CONSTRAINT ck_training_class_window CHECK ((enroll_from is null) = (enroll_until is null)), 
	CONSTRAINT ck_training_class_window_order CHECK (enroll_from <= enroll_until)
);
INSERT INTO "training_class" VALUES(1,1,3,'公共文化服务规范专题培训',2026,2,'2026-03-10','2026-03-11','三楼报告厅',40,800,'',1,'2026-11-28 22:46:26.179835','approved',NULL,'approved',1,3,'2026-11-28 22:46:26.680165',4,NULL,NULL,'final_review','both','declared',NULL,NULL,0);
INSERT INTO "training_class" VALUES(2,1,3,'专业技术人员职业道德教育',2026,1,'2026-04-14','2026-04-15','三楼报告厅',60,1200,'',1,'2026-11-28 22:46:27.553918','approved',NULL,'approved',1,3,'2026-11-28 22:46:27.580190',4,NULL,NULL,'final_review','both','declared',NULL,NULL,0);
INSERT INTO "training_class" VALUES(3,1,3,'群众文化活动策划能力提升班',2026,2,'2026-09-07','2026-09-08','三楼报告厅',30,1600,'',1,'2026-11-28 22:46:28.144361','pending','初审','first_review',1,3,'2026-11-28 22:46:28.551518',2,NULL,'2026-12-04 15:59:59.000000',NULL,'both','declared',NULL,NULL,0);
INSERT INTO "training_class" VALUES(4,1,3,'非物质文化遗产保护与传承',2026,2,'2026-10-12','2026-10-14','三楼报告厅',50,2400,'',1,'2026-11-28 22:46:28.697678','pending','终审','final_review',1,3,'2026-11-28 22:46:28.720511',3,NULL,'2026-12-04 15:59:59.000000','first_review','both','declared',NULL,NULL,0);
INSERT INTO "training_class" VALUES(5,1,3,'数字文化馆建设研修班',2026,2,'2026-10-20','2026-10-22','三楼报告厅',25,2000,'',1,'2026-11-28 22:46:29.150191','returned',NULL,'returned',1,3,'2026-11-28 22:46:29.195125',3,NULL,NULL,'first_review','both','declared',NULL,NULL,0);
INSERT INTO "training_class" VALUES(6,1,3,'外出考察交流活动',2026,2,'2026-11-02','2026-11-03','三楼报告厅',200,4000,'',1,'2026-11-28 22:46:29.866349','rejected',NULL,'rejected',1,3,'2026-11-28 22:46:29.925642',4,NULL,NULL,'final_review','both','declared',NULL,NULL,0);
INSERT INTO "training_class" VALUES(7,1,3,'年度业务骨干培训（草稿）',2026,1,'2026-12-01','2026-12-02','三楼报告厅',35,1000,'',1,'2026-11-28 22:46:30.460910','draft',NULL,'draft',0,NULL,NULL,1,NULL,NULL,NULL,NULL,'declared',NULL,NULL,0);
INSERT INTO "training_class" VALUES(8,1,3,'摄影基础知识讲座',2026,2,'2026-11-16','2026-11-16','三楼报告厅',80,400,'',1,'2026-11-28 22:46:31.294390','draft',NULL,'draft',1,3,'2026-11-28 22:46:31.455496',3,NULL,NULL,NULL,'both','declared',NULL,NULL,0);
INSERT INTO "training_class" VALUES(9,1,2,'全系统档案管理业务培训',2026,1,'2026-05-18','2026-05-19','三楼报告厅',120,800,'',1,'2026-11-28 22:46:31.703128','pending','终审','final_review',1,2,'2026-11-28 22:46:31.762178',3,NULL,NULL,'first_review','last','declared',NULL,NULL,0);
INSERT INTO "training_class" VALUES(10,1,2,'舞台安全管理培训',2026,2,'2026-06-11','2026-06-11','三楼报告厅',45,600,'',1,'2026-11-28 22:46:32.014405','approved',NULL,'approved',1,2,'2026-11-28 22:46:32.082915',4,NULL,NULL,'final_review','last','declared',NULL,NULL,0);
INSERT INTO "training_class" VALUES(11,1,3,'公文写作与处理培训',2026,1,'2026-06-22','2026-06-23','三楼报告厅',20,600,'',1,'2026-11-28 22:46:32.800100','approved',NULL,'approved',1,3,'2026-11-28 22:46:32.859240',4,NULL,NULL,'final_review','both','declared',NULL,NULL,0);
INSERT INTO "training_class" VALUES(12,1,3,'基层文化队伍轮训',2026,2,'2026-07-06','2026-07-07','三楼报告厅',60,800,'',1,'2026-11-28 22:46:33.744320','pending','终审','final_review',1,3,'2026-11-28 22:46:33.800464',5,NULL,'2026-12-04 15:59:59.000000','final_review','both','declared',NULL,NULL,0);
INSERT INTO "training_class" VALUES(13,1,3,'书画装裱兴趣讲座',2026,2,'2026-08-11','2026-08-11','三楼报告厅',30,400,'',1,'2026-11-28 22:46:34.322216','revoked',NULL,'revoked',1,3,'2026-11-28 22:46:34.350984',5,NULL,NULL,'final_review','both','declared',NULL,NULL,0);
INSERT INTO "training_class" VALUES(14,1,3,'古籍保护与修复集中培训',2025,2,'2025-11-20','2025-11-20','三楼报告厅',30,1200,'',1,'2026-11-28 22:46:34.693203','approved',NULL,'approved',1,3,'2026-11-28 22:46:34.727213',4,NULL,NULL,'final_review','both','declared',NULL,NULL,0);
INSERT INTO "training_class" VALUES(15,1,1,'公务员公文处理能力提升班',2026,1,'2026-12-29','2026-12-30','市委党校第一教室',30,800,'面向全市公务员，讲授公文写作、公文流转与常见差错。请自带笔记本电脑。',1,'2026-11-28 22:46:35.248462','approved',NULL,'approved',1,1,'2026-11-28 22:46:35.577718',2,NULL,NULL,NULL,'unit','online','2026-11-24','2026-12-19',1);
INSERT INTO "training_class" VALUES(16,1,1,'应急处突实务培训',2026,2,'2026-12-23','2026-12-23','三楼报告厅',2,600,'',1,'2026-11-28 22:46:35.719794','approved',NULL,'approved',1,1,'2026-11-28 22:46:35.731810',2,NULL,NULL,NULL,'unit','online','2026-11-21','2026-12-14',1);
INSERT INTO "training_class" VALUES(17,1,1,'心理健康与压力管理讲座',2026,2,'2026-12-11','2026-12-11','三楼报告厅',50,400,'',1,'2026-11-28 22:46:36.679634','approved',NULL,'approved',1,1,'2026-11-28 22:46:36.703320',2,NULL,NULL,NULL,'unit','online','2026-11-19','2026-12-07',0);
INSERT INTO "training_class" VALUES(18,1,1,'数字政府建设专题班',2027,1,'2027-01-28','2027-01-30','三楼报告厅',40,1200,'',1,'2026-11-28 22:46:36.832881','approved',NULL,'approved',1,1,'2026-11-28 22:46:36.851220',2,NULL,NULL,NULL,'unit','online','2026-12-13','2027-01-13',1);
INSERT INTO "training_class" VALUES(19,1,1,'民法典与依法行政',2026,1,'2026-12-17','2026-12-18','三楼报告厅',1,800,'',1,'2026-11-28 22:46:36.976393','approved',NULL,'approved',1,1,'2026-11-28 22:46:37.008779',2,NULL,NULL,NULL,'unit','online','2026-11-26','2026-12-09',0);
INSERT INTO "training_class" VALUES(20,1,1,'保密工作轮训',2026,1,'2026-11-17','2026-11-17','三楼报告厅',20,400,'',1,'2026-11-28 22:46:37.155282','approved',NULL,'approved',1,1,'2026-11-28 22:46:37.527948',2,NULL,NULL,NULL,'unit','online','2026-10-20','2026-11-09',0);
INSERT INTO "training_class" VALUES(21,1,1,'新任领导干部任职培训（草稿）',2027,1,'2027-02-17','2027-02-21','三楼报告厅',60,2400,'',1,'2026-11-28 22:46:37.790484','draft',NULL,'draft',0,NULL,NULL,1,NULL,NULL,NULL,NULL,'online','2026-12-19','2027-01-28',1);
INSERT INTO "training_class" VALUES(22,1,2,'赴深圳公共文化机构短期进修',2026,2,'2026-10-26','2026-10-30','深圳市文化馆',15,2000,'',0,'2026-11-28 22:46:38.301485','approved',NULL,'approved',1,2,'2026-11-28 22:46:38.302746',2,NULL,NULL,NULL,'unit','direct',NULL,NULL,0);
INSERT INTO "training_class" VALUES(23,1,2,'新加坡公共图书馆服务研修',2026,2,'2026-08-17','2026-08-21','新加坡国家图书馆管理局',8,2400,'五天研修，含两次参观。',0,'2026-11-28 22:46:38.414431','approved',NULL,'approved',1,2,'2026-11-28 22:46:38.428212',2,NULL,NULL,NULL,'unit','direct',NULL,NULL,0);
INSERT INTO "training_class" VALUES(24,1,2,'京津冀非遗保护交流培训',2026,2,'2026-04-20','2026-04-22','天津市群众艺术馆',10,1000,'',0,'2026-11-28 22:46:39.162917','approved',NULL,'approved',1,2,'2026-11-28 22:46:39.164781',2,NULL,NULL,NULL,'unit','direct',NULL,NULL,0);
CREATE TABLE transfer (
	id INTEGER NOT NULL, 
	platform_id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	from_organization_id INTEGER NOT NULL, 
	learner_id INTEGER NOT NULL, 
	learner_name VARCHAR(60) NOT NULL, 
	document_mask VARCHAR(20) NOT NULL, 
	from_name VARCHAR(100) NOT NULL, 
	to_name VARCHAR(100) NOT NULL, 
	asked_by VARCHAR(12) NOT NULL, 
	reason VARCHAR(200) NOT NULL, 
	asked_at DATETIME NOT NULL, 
	state VARCHAR(12) NOT NULL, 
	decided_at DATETIME, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_transfer PRIMARY KEY (id), 
	CONSTRAINT ck_transfer_asked_by CHECK (asked_by in ('unit', 'person')), 
	CONSTRAINT ck_transfer_state CHECK (state in ('open', 'accepted', 'refused', 'withdrawn')), 
	CONSTRAINT ck_transfer_decided CHECK ((state = 'open') = (decided_at is null)), 
	CONSTRAINT fk_transfer_from_organization_id_organization FOREIGN KEY(from_organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_transfer_learner_id_learner FOREIGN KEY(learner_id) REFERENCES learner (id), 
	CONSTRAINT fk_transfer_organization_id_organization FOREIGN KEY(organization_id) REFERENCES organization (id), 
	CONSTRAINT fk_transfer_platform_id_platform FOREIGN KEY(platform_id) REFERENCES platform (id)
);
INSERT INTO "transfer" VALUES(1,1,3,4,7,'罗晓东','E******78','示范市少年宫','示范市群众艺术馆','unit','聘用单位变更','2026-11-28 22:46:40.811186','open',NULL,1);
INSERT INTO "transfer" VALUES(2,1,4,3,6,'林小雨','210202********4522','示范市群众艺术馆','示范市少年宫','unit','借调期满','2026-11-28 22:46:40.875413','refused','2026-11-28 22:46:40.944399',2);
CREATE TABLE user_session (
	id VARCHAR(43) NOT NULL, 
	user_id INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	seen_at DATETIME NOT NULL, 
	CONSTRAINT pk_user_session PRIMARY KEY (id), 
	CONSTRAINT fk_user_session_user_id_ab_user FOREIGN KEY(user_id) REFERENCES ab_user (id)
);
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
CREATE INDEX ix_review_step_inbox ON review_step (organization_id, kind, permission, decided_at);
CREATE INDEX ix_review_step_item ON review_step (kind, item_id, round, seq);
CREATE UNIQUE INDEX uq_review_step_open ON review_step (kind, item_id) WHERE opened_at IS NOT NULL AND decided_at IS NULL;
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
CREATE INDEX ix_menu_entry_order ON menu_entry (platform_id, seq);
CREATE INDEX ix_rule_set_platform_year ON rule_set (platform_id, from_year);
CREATE UNIQUE INDEX uq_closed_year_open ON closed_year (platform_id, year) WHERE reopened_at IS NULL;
CREATE INDEX ix_learner_standing_organization ON learner_standing (platform_id, organization_id, year);
CREATE INDEX ix_learner_standing_stale ON learner_standing (platform_id) WHERE stale;
CREATE INDEX ix_policy_row_setting ON policy_row (platform_id, name, from_year);
CREATE INDEX ix_attachment_item ON attachment (kind, item_id);
CREATE INDEX ix_attachment_sha256 ON attachment (platform_id, sha256);
CREATE INDEX ix_training_class_list ON training_class (platform_id, organization_id, review_state, id);
CREATE INDEX ix_enrollment_learner ON enrollment (learner_id);
CREATE INDEX ix_enrollment_learner_organization ON enrollment (platform_id, learner_organization_id);
CREATE TRIGGER audit_seal_no_update BEFORE UPDATE ON audit_seal BEGIN SELECT RAISE(ABORT, 'audit_seal is append-only'); END;
CREATE TRIGGER audit_seal_no_delete BEFORE DELETE ON audit_seal BEGIN SELECT RAISE(ABORT, 'audit_seal is append-only'); END;
CREATE INDEX ix_audit_event_platform_id ON audit_event (platform_id, id);
CREATE INDEX ix_audit_event_who ON audit_event (platform_id, user_name, id);
CREATE INDEX ix_audit_event_what ON audit_event (platform_id, event, id);
CREATE INDEX ix_audit_event_subject ON audit_event (platform_id, subject_id, id);
CREATE INDEX ix_audit_event_outcome ON audit_event (platform_id, outcome, id);
CREATE INDEX ix_audit_event_address ON audit_event (platform_id, address, id);
CREATE INDEX ix_mail_open ON mail (due_at) WHERE state IN ('waiting','sending');
CREATE INDEX ix_mail_user ON mail (user_id);
CREATE INDEX ix_announcement_platform ON announcement (platform_id, starts_on);
CREATE INDEX ix_learner_organization_name ON learner (platform_id, organization_id, name);
CREATE INDEX ix_learner_user_id ON learner (user_id);
CREATE INDEX ix_learner_merged_into_id ON learner (merged_into_id);
CREATE INDEX ix_membership_learner ON membership (learner_id, id);
CREATE INDEX ix_membership_organization ON membership (platform_id, organization_id);
CREATE UNIQUE INDEX uq_membership_open ON membership (learner_id) WHERE left_on IS NULL;
CREATE INDEX ix_transfer_from ON transfer (platform_id, from_organization_id, state);
CREATE INDEX ix_transfer_organization ON transfer (platform_id, organization_id, state);
CREATE UNIQUE INDEX uq_transfer_open ON transfer (learner_id) WHERE state = 'open';
CREATE INDEX ix_learner_term_learner_id ON learner_term (learner_id);
COMMIT;
