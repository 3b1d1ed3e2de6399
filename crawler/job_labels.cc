#include "crawler/job_labels.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <unordered_map>

#include "core/fold.h"
#include "core/utf8.h"
#include "crawler/phrase_set.h"
#include "crawler/text_lines.h"

namespace agencywatch::crawler {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsWordPart(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

struct LabelWords {
  std::string_view words;
  JobLabel label;
};

// A label is one of these, or begins with one and goes on for a few words ("Lương yên/tháng", "Phí dự kiến").
constexpr std::array kLabels = std::to_array<LabelWords>({
    {"vi tri", JobLabel::kJob},
    {"vi tri tuyen dung", JobLabel::kJob},
    {"vi tri cong viec", JobLabel::kJob},
    {"cong viec", JobLabel::kJob},
    {"ten cong viec", JobLabel::kJob},
    {"noi dung cong viec", JobLabel::kJob},
    {"nganh", JobLabel::kJob},
    {"nganh nghe", JobLabel::kJob},
    {"nghe", JobLabel::kJob},
    {"nganh hang", JobLabel::kJob},
    {"ten don hang", JobLabel::kJob},
    {"ten don", JobLabel::kJob},
    {"don hang", JobLabel::kJob},
    {"don tuyen", JobLabel::kJob},
    {"chuc danh", JobLabel::kJob},
    {"viec lam", JobLabel::kJob},
    {"loai cong viec", JobLabel::kJob},
    {"position", JobLabel::kJob},
    {"job", JobLabel::kJob},
    {"job title", JobLabel::kJob},
    {"occupation", JobLabel::kJob},
    {"trade", JobLabel::kJob},
    {"role", JobLabel::kJob},
    {"vacancy", JobLabel::kJob},
    {"vi tri can tuyen", JobLabel::kJob},
    {"nganh nghe tuyen dung", JobLabel::kJob},
    {"nganh dao tao", JobLabel::kJob},
    {"ten chuong trinh", JobLabel::kJob},
    {"loai hinh don hang", JobLabel::kJob},
    {"job position", JobLabel::kJob},
    {"job name", JobLabel::kJob},
    {"cong ty", JobLabel::kEmployer},
    {"ten cong ty", JobLabel::kEmployer},
    {"cong ty tuyen dung", JobLabel::kEmployer},
    {"nha tuyen dung", JobLabel::kEmployer},
    {"don vi tuyen dung", JobLabel::kEmployer},
    {"don vi phai cu", JobLabel::kEmployer},
    {"doanh nghiep phai cu", JobLabel::kEmployer},
    {"cong ty phai cu", JobLabel::kEmployer},
    {"doanh nghiep", JobLabel::kEmployer},
    {"don vi", JobLabel::kEmployer},
    {"employer", JobLabel::kEmployer},
    {"company", JobLabel::kEmployer},
    {"company name", JobLabel::kEmployer},
    {"recruiter", JobLabel::kEmployer},
    {"agency", JobLabel::kEmployer},
    {"hiring organization", JobLabel::kEmployer},
    {"chu su dung lao dong", JobLabel::kEmployer},
    {"ben tuyen dung", JobLabel::kEmployer},
    {"don vi tuyen", JobLabel::kEmployer},
    {"cong ty tiep nhan", JobLabel::kEmployer},
    {"employer name", JobLabel::kEmployer},
    {"hiring company", JobLabel::kEmployer},
    {"posted by company", JobLabel::kEmployer},
    {"luong", JobLabel::kSalary},
    {"muc luong", JobLabel::kSalary},
    {"luong co ban", JobLabel::kSalary},
    {"luong thang", JobLabel::kSalary},
    {"luong gio", JobLabel::kSalary},
    {"luong khoi diem", JobLabel::kSalary},
    {"luong thuc linh", JobLabel::kSalary},
    {"thuc linh", JobLabel::kSalary},
    {"tien luong", JobLabel::kSalary},
    {"tien cong", JobLabel::kSalary},
    {"muc tien cong", JobLabel::kSalary},
    {"phu cap hoc nghe", JobLabel::kSalary},
    {"phu cap dao tao", JobLabel::kSalary},
    {"phu cap thuc tap", JobLabel::kSalary},
    {"thu nhap", JobLabel::kSalary},
    {"muc thu nhap", JobLabel::kSalary},
    {"muc luong co ban", JobLabel::kSalary},
    {"tong thu nhap", JobLabel::kSalary},
    {"salary", JobLabel::kSalary},
    {"wage", JobLabel::kSalary},
    {"wages", JobLabel::kSalary},
    {"basic salary", JobLabel::kSalary},
    {"basic wage", JobLabel::kSalary},
    {"pay", JobLabel::kSalary},
    {"pay rate", JobLabel::kSalary},
    {"monthly salary", JobLabel::kSalary},
    {"monthly wage", JobLabel::kSalary},
    {"remuneration", JobLabel::kSalary},
    {"tro cap", JobLabel::kSalary},
    {"tro cap dao tao", JobLabel::kSalary},
    {"tro cap hoc nghe", JobLabel::kSalary},
    {"luong hoc nghe", JobLabel::kSalary},
    {"luong cung", JobLabel::kSalary},
    {"luong net", JobLabel::kSalary},
    {"luong gross", JobLabel::kSalary},
    {"luong trung binh", JobLabel::kSalary},
    {"luong tb", JobLabel::kSalary},
    {"luong du kien", JobLabel::kSalary},
    {"luong sau thue", JobLabel::kSalary},
    {"luong mot gio", JobLabel::kSalary},
    {"thu nhap binh quan", JobLabel::kSalary},
    {"thu nhap du kien", JobLabel::kSalary},
    {"thu nhap hang thang", JobLabel::kSalary},
    {"muc thu nhap du kien", JobLabel::kSalary},
    {"muc luong du kien", JobLabel::kSalary},
    {"sinh hoat phi", JobLabel::kSalary},
    {"stipend", JobLabel::kSalary},
    {"training allowance", JobLabel::kSalary},
    {"compensation", JobLabel::kSalary},
    {"rate of pay", JobLabel::kSalary},
    {"hourly rate", JobLabel::kSalary},
    {"hourly wage", JobLabel::kSalary},
    {"daily rate", JobLabel::kSalary},
    {"gross salary", JobLabel::kSalary},
    {"net salary", JobLabel::kSalary},
    {"pay range", JobLabel::kSalary},
    {"salary range", JobLabel::kSalary},
    {"wage range", JobLabel::kSalary},
    {"starting salary", JobLabel::kSalary},
    {"salary offered", JobLabel::kSalary},
    {"dia diem", JobLabel::kPlace},
    {"dia diem lam viec", JobLabel::kPlace},
    {"noi lam viec", JobLabel::kPlace},
    {"noi lam", JobLabel::kPlace},
    {"khu vuc", JobLabel::kPlace},
    {"khu vuc lam viec", JobLabel::kPlace},
    {"tinh lam viec", JobLabel::kPlace},
    {"tinh thanh", JobLabel::kPlace},
    {"tinh", JobLabel::kPlace},
    {"xi nghiep tinh", JobLabel::kPlace},
    {"location", JobLabel::kPlace},
    {"work location", JobLabel::kPlace},
    {"job location", JobLabel::kPlace},
    {"workplace", JobLabel::kPlace},
    {"place of work", JobLabel::kPlace},
    {"dia chi lam viec", JobLabel::kPlace},
    {"noi lam viec tai", JobLabel::kPlace},
    {"noi den", JobLabel::kPlace},
    {"tinh thanh pho", JobLabel::kPlace},
    {"dia ban", JobLabel::kPlace},
    {"khu vuc tuyen", JobLabel::kPlace},
    {"noi dao tao", JobLabel::kPlace},
    {"worksite", JobLabel::kPlace},
    {"work site", JobLabel::kPlace},
    {"work place", JobLabel::kPlace},
    {"job site", JobLabel::kPlace},
    {"duty station", JobLabel::kPlace},
    {"prefecture", JobLabel::kPlace},
    {"quoc gia", JobLabel::kCountry},
    {"quoc gia lam viec", JobLabel::kCountry},
    {"nuoc", JobLabel::kCountry},
    {"nuoc den", JobLabel::kCountry},
    {"nuoc lam viec", JobLabel::kCountry},
    {"nuoc tiep nhan", JobLabel::kCountry},
    {"thi truong", JobLabel::kCountry},
    {"country", JobLabel::kCountry},
    {"destination", JobLabel::kCountry},
    {"market", JobLabel::kCountry},
    {"dat nuoc", JobLabel::kCountry},
    {"quoc gia den", JobLabel::kCountry},
    {"nuoc xuat khau", JobLabel::kCountry},
    {"thi truong lao dong", JobLabel::kCountry},
    {"destination country", JobLabel::kCountry},
    {"host country", JobLabel::kCountry},
    {"han nop", JobLabel::kDeadline},
    {"han nop ho so", JobLabel::kDeadline},
    {"ngay het han", JobLabel::kDeadline},
    {"ngay het han nop", JobLabel::kDeadline},
    {"het han", JobLabel::kDeadline},
    {"han chot", JobLabel::kDeadline},
    {"han ung tuyen", JobLabel::kDeadline},
    {"han dang ky", JobLabel::kDeadline},
    {"thoi han dang ky", JobLabel::kDeadline},
    {"han nhan ho so", JobLabel::kDeadline},
    {"han ho so", JobLabel::kDeadline},
    {"han dang ki", JobLabel::kDeadline},
    {"han tuyen", JobLabel::kDeadline},
    {"thoi han nhan ho so", JobLabel::kDeadline},
    {"last date to apply", JobLabel::kDeadline},
    {"han cuoi", JobLabel::kDeadline},
    {"thoi han nop ho so", JobLabel::kDeadline},
    {"deadline", JobLabel::kDeadline},
    {"application deadline", JobLabel::kDeadline},
    {"apply before", JobLabel::kDeadline},
    {"apply by", JobLabel::kDeadline},
    {"closing date", JobLabel::kDeadline},
    {"valid through", JobLabel::kDeadline},
    {"expires", JobLabel::kDeadline},
    {"expiry date", JobLabel::kDeadline},
    {"han form", JobLabel::kDeadline},
    {"han don", JobLabel::kDeadline},
    {"han nhan form", JobLabel::kDeadline},
    {"han nhan don", JobLabel::kDeadline},
    {"han chot form", JobLabel::kDeadline},
    {"han chot ho so", JobLabel::kDeadline},
    {"han chot nhan ho so", JobLabel::kDeadline},
    {"han dang ky thi", JobLabel::kDeadline},
    {"han gui ho so", JobLabel::kDeadline},
    {"chot danh sach", JobLabel::kDeadline},
    {"chot form", JobLabel::kDeadline},
    {"chot don", JobLabel::kDeadline},
    {"chot ho so", JobLabel::kDeadline},
    {"chot nhan ho so", JobLabel::kDeadline},
    {"chot list", JobLabel::kDeadline},
    {"ngay chot", JobLabel::kDeadline},
    {"ngay chot form", JobLabel::kDeadline},
    {"ngay chot don", JobLabel::kDeadline},
    {"ngay chot ho so", JobLabel::kDeadline},
    {"ngay chot danh sach", JobLabel::kDeadline},
    {"dong don", JobLabel::kDeadline},
    {"dong ho so", JobLabel::kDeadline},
    {"ngay dong ho so", JobLabel::kDeadline},
    {"ngay dong don", JobLabel::kDeadline},
    {"nhan ho so den", JobLabel::kDeadline},
    {"nhan ho so den ngay", JobLabel::kDeadline},
    {"nhan ho so den het", JobLabel::kDeadline},
    {"nhan ho so den het ngay", JobLabel::kDeadline},
    {"nhan form den", JobLabel::kDeadline},
    {"nhan form den ngay", JobLabel::kDeadline},
    {"thoi gian nhan ho so", JobLabel::kDeadline},
    {"thoi gian nop ho so", JobLabel::kDeadline},
    {"thoi gian tiep nhan ho so", JobLabel::kDeadline},
    {"thoi gian dang ky", JobLabel::kDeadline},
    {"thoi han nop", JobLabel::kDeadline},
    {"thoi han tuyen", JobLabel::kDeadline},
    {"thoi han tuyen dung", JobLabel::kDeadline},
    {"thoi han ung tuyen", JobLabel::kDeadline},
    {"het han nhan ho so", JobLabel::kDeadline},
    {"het han nop", JobLabel::kDeadline},
    {"het han nop ho so", JobLabel::kDeadline},
    {"het han dang ky", JobLabel::kDeadline},
    {"ngay het han nop ho so", JobLabel::kDeadline},
    {"ngay het hieu luc", JobLabel::kDeadline},
    {"hieu luc den", JobLabel::kDeadline},
    {"co hieu luc den", JobLabel::kDeadline},
    {"co hieu luc den ngay", JobLabel::kDeadline},
    {"ngay ket thuc", JobLabel::kDeadline},
    {"ngay ket thuc nhan ho so", JobLabel::kDeadline},
    {"ngay cuoi nhan ho so", JobLabel::kDeadline},
    {"dang tuyen den", JobLabel::kDeadline},
    {"tuyen den", JobLabel::kDeadline},
    {"tuyen den ngay", JobLabel::kDeadline},
    {"nop truoc", JobLabel::kDeadline},
    {"nop truoc ngay", JobLabel::kDeadline},
    {"nop ho so truoc", JobLabel::kDeadline},
    {"nop ho so truoc ngay", JobLabel::kDeadline},
    {"ung tuyen truoc", JobLabel::kDeadline},
    {"ung tuyen truoc ngay", JobLabel::kDeadline},
    {"dang ky truoc ngay", JobLabel::kDeadline},
    {"last day", JobLabel::kDeadline},
    {"last day to apply", JobLabel::kDeadline},
    {"last date of application", JobLabel::kDeadline},
    {"closes on", JobLabel::kDeadline},
    {"applications close", JobLabel::kDeadline},
    {"applications close on", JobLabel::kDeadline},
    {"application closes", JobLabel::kDeadline},
    {"application closing date", JobLabel::kDeadline},
    {"apply until", JobLabel::kDeadline},
    {"due date", JobLabel::kDeadline},
    {"expiry", JobLabel::kDeadline},
    {"expires on", JobLabel::kDeadline},
    {"expiration date", JobLabel::kDeadline},
    {"end date", JobLabel::kDeadline},
    {"open until", JobLabel::kDeadline},
    {"valid until", JobLabel::kDeadline},
    {"valid till", JobLabel::kDeadline},
    {"submission deadline", JobLabel::kDeadline},
    {"deadline for applications", JobLabel::kDeadline},
    {"bewerbungsfrist", JobLabel::kDeadline},
    {"termin skladania ofert", JobLabel::kDeadline},
    {"oferta wazna do", JobLabel::kDeadline},
    {"ngay dang", JobLabel::kPosted},
    {"ngay dang tin", JobLabel::kPosted},
    {"ngay dang tuyen", JobLabel::kPosted},
    {"dang ngay", JobLabel::kPosted},
    {"dang luc", JobLabel::kPosted},
    {"ngay cap nhat", JobLabel::kPosted},
    {"cap nhat", JobLabel::kPosted},
    {"ngay phat hanh", JobLabel::kPosted},
    {"posted", JobLabel::kPosted},
    {"posted on", JobLabel::kPosted},
    {"date posted", JobLabel::kPosted},
    {"published", JobLabel::kPosted},
    {"published on", JobLabel::kPosted},
    {"updated", JobLabel::kPosted},
    {"ngay viet", JobLabel::kPosted},
    {"ngay tao", JobLabel::kPosted},
    {"ngay dang bai", JobLabel::kPosted},
    {"ngay dang tai", JobLabel::kPosted},
    {"ngay dua tin", JobLabel::kPosted},
    {"ngay cong bo", JobLabel::kPosted},
    {"ngay xuat ban", JobLabel::kPosted},
    {"thoi gian dang", JobLabel::kPosted},
    {"thoi gian dang tin", JobLabel::kPosted},
    {"duoc dang", JobLabel::kPosted},
    {"publish date", JobLabel::kPosted},
    {"published date", JobLabel::kPosted},
    {"publication date", JobLabel::kPosted},
    {"date published", JobLabel::kPosted},
    {"post date", JobLabel::kPosted},
    {"listed on", JobLabel::kPosted},
    {"created on", JobLabel::kPosted},
    {"added on", JobLabel::kPosted},
    {"date added", JobLabel::kPosted},
    {"last updated", JobLabel::kPosted},
    {"date listed", JobLabel::kPosted},
    {"date advertised", JobLabel::kPosted},
    {"data publikacji", JobLabel::kPosted},
    {"data dodania", JobLabel::kPosted},
    {"ma don", JobLabel::kCode},
    {"ma don hang", JobLabel::kCode},
    {"ma so don hang", JobLabel::kCode},
    {"ma so don", JobLabel::kCode},
    {"ma viec lam", JobLabel::kCode},
    {"ma tin", JobLabel::kCode},
    {"ma tin tuyen dung", JobLabel::kCode},
    {"ma so tin", JobLabel::kCode},
    {"ma so", JobLabel::kCode},
    {"ma", JobLabel::kCode},
    {"ma dh", JobLabel::kCode},
    {"order code", JobLabel::kCode},
    {"order no", JobLabel::kCode},
    {"job id", JobLabel::kCode},
    {"job code", JobLabel::kCode},
    {"job ref", JobLabel::kCode},
    {"code", JobLabel::kCode},
    {"ref", JobLabel::kCode},
    {"ref no", JobLabel::kCode},
    {"reference", JobLabel::kCode},
    {"ma job", JobLabel::kCode},
    {"ma cong viec", JobLabel::kCode},
    {"ma tuyen dung", JobLabel::kCode},
    {"ma chuong trinh", JobLabel::kCode},
    {"ma ho so", JobLabel::kCode},
    {"ma sp", JobLabel::kCode},
    {"ma san pham", JobLabel::kCode},
    {"so hieu", JobLabel::kCode},
    {"job number", JobLabel::kCode},
    {"job no", JobLabel::kCode},
    {"vacancy no", JobLabel::kCode},
    {"vacancy number", JobLabel::kCode},
    {"reference no", JobLabel::kCode},
    {"reference number", JobLabel::kCode},
    {"ad id", JobLabel::kCode},
    {"so luong", JobLabel::kQuantity},
    {"so luong tuyen", JobLabel::kQuantity},
    {"so luong can tuyen", JobLabel::kQuantity},
    {"chi tieu", JobLabel::kQuantity},
    {"so nguoi", JobLabel::kQuantity},
    {"sl", JobLabel::kQuantity},
    {"sl tuyen", JobLabel::kQuantity},
    {"quantity", JobLabel::kQuantity},
    {"vacancies", JobLabel::kQuantity},
    {"openings", JobLabel::kQuantity},
    {"headcount", JobLabel::kQuantity},
    {"positions", JobLabel::kQuantity},
    {"so luong nguoi", JobLabel::kQuantity},
    {"so lao dong", JobLabel::kQuantity},
    {"so hoc vien", JobLabel::kQuantity},
    {"so luong hoc vien", JobLabel::kQuantity},
    {"chi tieu tuyen", JobLabel::kQuantity},
    {"chi tieu tuyen dung", JobLabel::kQuantity},
    {"so vi tri", JobLabel::kQuantity},
    {"number of workers", JobLabel::kQuantity},
    {"number of positions", JobLabel::kQuantity},
    {"number of vacancies", JobLabel::kQuantity},
    {"no of vacancies", JobLabel::kQuantity},
    {"no of workers", JobLabel::kQuantity},
    {"workers needed", JobLabel::kQuantity},
    {"phi", JobLabel::kFee},
    {"chi phi", JobLabel::kFee},
    {"muc phi", JobLabel::kFee},
    {"tong phi", JobLabel::kFee},
    {"tong chi phi", JobLabel::kFee},
    {"phi dich vu", JobLabel::kFee},
    {"tien dich vu", JobLabel::kFee},
    {"phi xuat canh", JobLabel::kFee},
    {"phi tron goi", JobLabel::kFee},
    {"chi phi xuat canh", JobLabel::kFee},
    {"le phi", JobLabel::kFee},
    {"dat coc", JobLabel::kFee},
    {"tien coc", JobLabel::kFee},
    {"ky quy", JobLabel::kFee},
    {"fee", JobLabel::kFee},
    {"fees", JobLabel::kFee},
    {"cost", JobLabel::kFee},
    {"costs", JobLabel::kFee},
    {"total cost", JobLabel::kFee},
    {"service fee", JobLabel::kFee},
    {"deposit", JobLabel::kFee},
    {"hoc phi", JobLabel::kFee},
    {"phi di", JobLabel::kFee},
    {"phi di nhat", JobLabel::kFee},
    {"phi ho so", JobLabel::kFee},
    {"phi tu van", JobLabel::kFee},
    {"phi moi gioi", JobLabel::kFee},
    {"phi tham gia", JobLabel::kFee},
    {"phi dao tao", JobLabel::kFee},
    {"phi chuong trinh", JobLabel::kFee},
    {"tong hoc phi", JobLabel::kFee},
    {"chi phi tham gia", JobLabel::kFee},
    {"chi phi tron goi", JobLabel::kFee},
    {"chi phi di", JobLabel::kFee},
    {"muc thu", JobLabel::kFee},
    {"khoan thu", JobLabel::kFee},
    {"so tien phai nop", JobLabel::kFee},
    {"phi phai nop", JobLabel::kFee},
    {"agency fee", JobLabel::kFee},
    {"processing fee", JobLabel::kFee},
    {"recruitment fee", JobLabel::kFee},
    {"placement fee", JobLabel::kFee},
    {"training fee", JobLabel::kFee},
    {"programme fee", JobLabel::kFee},
    {"tuition fee", JobLabel::kFee},
    {"service charge", JobLabel::kFee},
    {"tuoi", JobLabel::kAge},
    {"do tuoi", JobLabel::kAge},
    {"age", JobLabel::kAge},
    {"tuoi doi", JobLabel::kAge},
    {"do tuoi tuyen", JobLabel::kAge},
    {"yeu cau tuoi", JobLabel::kAge},
    {"age limit", JobLabel::kAge},
    {"age range", JobLabel::kAge},
    {"gioi tinh", JobLabel::kSex},
    {"gioi tinh tuoi", JobLabel::kSex},
    {"nam nu", JobLabel::kSex},
    {"gender", JobLabel::kSex},
    {"sex", JobLabel::kSex},
    {"hop dong", JobLabel::kContract},
    {"thoi han hop dong", JobLabel::kContract},
    {"thoi han", JobLabel::kContract},
    {"loai hop dong", JobLabel::kContract},
    {"contract", JobLabel::kContract},
    {"contract term", JobLabel::kContract},
    {"han hop dong", JobLabel::kContract},
    {"thoi gian hop dong", JobLabel::kContract},
    {"ky han hop dong", JobLabel::kContract},
    {"thoi gian chuong trinh", JobLabel::kContract},
    {"contract period", JobLabel::kContract},
    {"contract duration", JobLabel::kContract},
    {"contract length", JobLabel::kContract},
    {"ngay thi", JobLabel::kTest},
    {"lich thi", JobLabel::kTest},
    {"ngay thi tuyen", JobLabel::kTest},
    {"thi tuyen", JobLabel::kTest},
    {"phong van", JobLabel::kTest},
    {"ngay phong van", JobLabel::kTest},
    {"lich phong van", JobLabel::kTest},
    {"interview", JobLabel::kTest},
    {"interview date", JobLabel::kTest},
    {"thoi gian thi", JobLabel::kTest},
    {"ngay thi don", JobLabel::kTest},
    {"lich thi don", JobLabel::kTest},
    {"lich thi tuyen", JobLabel::kTest},
    {"ngay test", JobLabel::kTest},
    {"hinh thuc thi", JobLabel::kTest},
    {"selection date", JobLabel::kTest},
    {"xuat canh", JobLabel::kDeparture},
    {"du kien xuat canh", JobLabel::kDeparture},
    {"ngay xuat canh", JobLabel::kDeparture},
    {"du kien bay", JobLabel::kDeparture},
    {"ngay bay", JobLabel::kDeparture},
    {"departure", JobLabel::kDeparture},
    {"thoi gian bay", JobLabel::kDeparture},
    {"thoi gian xuat canh", JobLabel::kDeparture},
    {"lich bay", JobLabel::kDeparture},
    {"nhap canh", JobLabel::kDeparture},
    {"ngay nhap canh", JobLabel::kDeparture},
    {"thoi gian nhap hoc", JobLabel::kDeparture},
    {"ky nhap hoc", JobLabel::kDeparture},
    {"start date", JobLabel::kDeparture},
    {"starting date", JobLabel::kDeparture},
    {"joining date", JobLabel::kDeparture},
    {"expected departure", JobLabel::kDeparture},
    {"tinh trang", JobLabel::kState},
    {"trang thai", JobLabel::kState},
    {"status", JobLabel::kState},
    {"tinh trang don", JobLabel::kState},
    {"tinh trang don hang", JobLabel::kState},
    {"job status", JobLabel::kState},
    {"vacancy status", JobLabel::kState},
    {"lien he", JobLabel::kContact},
    {"hotline", JobLabel::kContact},
    {"dien thoai", JobLabel::kContact},
    {"so dien thoai", JobLabel::kContact},
    {"sdt", JobLabel::kContact},
    {"zalo", JobLabel::kContact},
    {"email", JobLabel::kContact},
    {"dia chi", JobLabel::kContact},
    {"nguoi lien he", JobLabel::kContact},
    {"contact", JobLabel::kContact},
    {"phone", JobLabel::kContact},
    {"tel", JobLabel::kContact},
    {"address", JobLabel::kContact},
    {"lien lac", JobLabel::kContact},
    {"di dong", JobLabel::kContact},
    {"so zalo", JobLabel::kContact},
    {"dien thoai lien he", JobLabel::kContact},
    {"so dt", JobLabel::kContact},
    {"thong tin lien he", JobLabel::kContact},
    {"nhan vien tu van", JobLabel::kContact},
    {"can bo phu trach", JobLabel::kContact},
    {"can bo tuyen dung", JobLabel::kContact},
    {"phone number", JobLabel::kContact},
    {"mobile phone", JobLabel::kContact},
    {"e mail", JobLabel::kContact},
    {"contact person", JobLabel::kContact},
    {"kinh nghiem", JobLabel::kOther},
    {"yeu cau kinh nghiem", JobLabel::kOther},
    {"trinh do", JobLabel::kOther},
    {"hoc van", JobLabel::kOther},
    {"bang cap", JobLabel::kOther},
    {"cap bac", JobLabel::kOther},
    {"hinh thuc", JobLabel::kOther},
    {"hinh thuc lam viec", JobLabel::kOther},
    {"loai hinh", JobLabel::kOther},
    {"loai hinh cong viec", JobLabel::kOther},
    {"linh vuc", JobLabel::kOther},
    {"thoi gian lam viec", JobLabel::kOther},
    {"thoi gian thu viec", JobLabel::kOther},
    {"gio lam", JobLabel::kOther},
    {"tang ca", JobLabel::kOther},
    {"loai visa", JobLabel::kOther},
    {"visa", JobLabel::kOther},
    {"nghiep doan", JobLabel::kOther},
    {"xi nghiep", JobLabel::kOther},
    {"experience", JobLabel::kOther},
    {"education", JobLabel::kOther},
    {"employment type", JobLabel::kOther},
    {"job type", JobLabel::kOther},
    {"working hours", JobLabel::kOther},
    {"ky tuc xa", JobLabel::kOther},
    {"tien nha", JobLabel::kOther},
    {"ca lam", JobLabel::kOther},
    {"ca lam viec", JobLabel::kOther},
    {"ngay lam viec", JobLabel::kOther},
    {"ngoai ngu", JobLabel::kOther},
    {"trinh do tieng", JobLabel::kOther},
    {"trinh do ngoai ngu", JobLabel::kOther},
    {"chieu cao", JobLabel::kOther},
    {"can nang", JobLabel::kOther},
    {"hinh thuc tra luong", JobLabel::kOther},
    {"hinh thuc tuyen", JobLabel::kOther},
    {"posisi", JobLabel::kJob},
    {"jabatan", JobLabel::kJob},
    {"perusahaan", JobLabel::kEmployer},
    {"gaji", JobLabel::kSalary},
    {"gaji pokok", JobLabel::kSalary},
    {"upah", JobLabel::kSalary},
    {"lokasi", JobLabel::kPlace},
    {"lokasi kerja", JobLabel::kPlace},
    {"negara", JobLabel::kCountry},
    {"negara tujuan", JobLabel::kCountry},
    {"batas akhir", JobLabel::kDeadline},
    {"batas pendaftaran", JobLabel::kDeadline},
    {"jumlah", JobLabel::kQuantity},
    {"kuota", JobLabel::kQuantity},
    {"biaya", JobLabel::kFee},
    {"biaya penempatan", JobLabel::kFee},
    {"usia", JobLabel::kAge},
    {"umur", JobLabel::kAge},
    {"jenis kelamin", JobLabel::kSex},
    {"kontrak", JobLabel::kContract},
    {"masa kontrak", JobLabel::kContract},
    {"syarat", JobLabel::kOther},
    {"persyaratan", JobLabel::kOther},
    {"fasilitas", JobLabel::kOther},
    {"pendidikan", JobLabel::kOther},
    {"pengalaman", JobLabel::kOther},
    {"accommodation", JobLabel::kOther},
    {"housing", JobLabel::kOther},
    {"language level", JobLabel::kOther},
    {"working days", JobLabel::kOther},
    {"working time", JobLabel::kOther},
    {"qualification", JobLabel::kOther},
    {"qualifications", JobLabel::kOther},
});

// The same, but only as the whole label: more words make something else of them ("Đang tuyển", "Gói A", "Tuyển 10 nữ").
constexpr std::array kWholeLabels = std::to_array<LabelWords>({
    {"nganh hoc", JobLabel::kJob},        {"chuong trinh", JobLabel::kJob},
    {"designation", JobLabel::kJob},      {"opening", JobLabel::kJob},
    {"nha may", JobLabel::kEmployer},     {"advertiser", JobLabel::kEmployer},
    {"allowance", JobLabel::kSalary},     {"income", JobLabel::kSalary},
    {"earnings", JobLabel::kSalary},      {"package", JobLabel::kSalary},
    {"thanh pho", JobLabel::kPlace},      {"tp", JobLabel::kPlace},
    {"vung", JobLabel::kPlace},           {"city", JobLabel::kPlace},
    {"place", JobLabel::kPlace},          {"region", JobLabel::kPlace},
    {"area", JobLabel::kPlace},           {"han", JobLabel::kDeadline},
    {"han nhan", JobLabel::kDeadline},    {"chot", JobLabel::kDeadline},
    {"ngay cuoi", JobLabel::kDeadline},   {"dang ky truoc", JobLabel::kDeadline},
    {"last date", JobLabel::kDeadline},   {"closing", JobLabel::kDeadline},
    {"closing on", JobLabel::kDeadline},  {"closes", JobLabel::kDeadline},
    {"due", JobLabel::kDeadline},         {"dang", JobLabel::kPosted},
    {"dang tai", JobLabel::kPosted},      {"dang tin", JobLabel::kPosted},
    {"listed", JobLabel::kPosted},        {"created", JobLabel::kPosted},
    {"added", JobLabel::kPosted},         {"tuyen", JobLabel::kQuantity},
    {"advertised", JobLabel::kPosted},    {"dodano", JobLabel::kPosted},
    {"dodane", JobLabel::kPosted},        {"opublikowano", JobLabel::kPosted},
    {"wynagrodzenie", JobLabel::kSalary}, {"stawka", JobLabel::kSalary},
    {"zarobki", JobLabel::kSalary},       {"lokalizacja", JobLabel::kPlace},
    {"miejsce pracy", JobLabel::kPlace},  {"stanowisko", JobLabel::kJob},
    {"pracodawca", JobLabel::kEmployer},  {"rodzaj umowy", JobLabel::kContract},
    {"typ umowy", JobLabel::kContract},   {"wymiar pracy", JobLabel::kOther},
    {"can tuyen", JobLabel::kQuantity},   {"tron goi", JobLabel::kFee},
    {"program fee", JobLabel::kFee},      {"tuition", JobLabel::kFee},
    {"charges", JobLabel::kFee},          {"duration", JobLabel::kContract},
    {"thi don", JobLabel::kTest},         {"thi", JobLabel::kTest},
    {"selection", JobLabel::kTest},       {"nhap hoc", JobLabel::kDeparture},
    {"goi", JobLabel::kContact},          {"goi ngay", JobLabel::kContact},
    {"lh", JobLabel::kContact},           {"dt", JobLabel::kContact},
    {"tu van vien", JobLabel::kContact},  {"mobile", JobLabel::kContact},
    {"whatsapp", JobLabel::kContact},     {"telegram", JobLabel::kContact},
    {"viber", JobLabel::kContact},        {"call", JobLabel::kContact},
    {"facebook", JobLabel::kContact},     {"cho o", JobLabel::kOther},
    {"nha o", JobLabel::kOther},          {"an o", JobLabel::kOther},
    {"tieng", JobLabel::kOther},          {"tay nghe", JobLabel::kOther},
    {"meals", JobLabel::kOther},          {"food", JobLabel::kOther},
    {"language", JobLabel::kOther},       {"overtime", JobLabel::kOther},
    {"shift", JobLabel::kOther},          {"height", JobLabel::kOther},
});

// Japanese, Korean, Chinese and Thai, which folding leaves no letters of: as written.
constexpr std::array kForeignLabels = std::to_array<LabelWords>({
    {"ตำแหน่ง", JobLabel::kJob},
    {"ตำแหน่งงาน", JobLabel::kJob},
    {"บริษัท", JobLabel::kEmployer},
    {"นายจ้าง", JobLabel::kEmployer},
    {"ค่าจ้าง", JobLabel::kSalary},
    {"เงินเดือน", JobLabel::kSalary},
    {"รายได้", JobLabel::kSalary},
    {"สถานที่ทำงาน", JobLabel::kPlace},
    {"สถานที่", JobLabel::kPlace},
    {"ประเทศ", JobLabel::kCountry},
    {"ปิดรับสมัคร", JobLabel::kDeadline},
    {"วันปิดรับสมัคร", JobLabel::kDeadline},
    {"หมดเขต", JobLabel::kDeadline},
    {"วันที่ประกาศ", JobLabel::kPosted},
    {"จำนวน", JobLabel::kQuantity},
    {"ค่าใช้จ่าย", JobLabel::kFee},
    {"ค่าบริการ", JobLabel::kFee},
    {"ค่าธรรมเนียม", JobLabel::kFee},
    {"อายุ", JobLabel::kAge},
    {"เพศ", JobLabel::kSex},
    {"สัญญา", JobLabel::kContract},
    {"สัญญาจ้าง", JobLabel::kContract},
    {"ติดต่อ", JobLabel::kContact},
    {"โทร", JobLabel::kContact},
    {"คุณสมบัติ", JobLabel::kOther},
    {"สวัสดิการ", JobLabel::kOther},
    {"会社名", JobLabel::kEmployer},
    {"회사명", JobLabel::kEmployer},
    {"給与", JobLabel::kSalary},
    {"給料", JobLabel::kSalary},
    {"月給", JobLabel::kSalary},
    {"時給", JobLabel::kSalary},
    {"급여", JobLabel::kSalary},
    {"월급", JobLabel::kSalary},
    {"시급", JobLabel::kSalary},
    {"工资", JobLabel::kSalary},
    {"薪资", JobLabel::kSalary},
    {"勤務地", JobLabel::kPlace},
    {"근무지", JobLabel::kPlace},
    {"工作地点", JobLabel::kPlace},
    {"勤務国", JobLabel::kCountry},
    {"국가", JobLabel::kCountry},
    {"締切", JobLabel::kDeadline},
    {"締切日", JobLabel::kDeadline},
    {"応募締切", JobLabel::kDeadline},
    {"마감일", JobLabel::kDeadline},
    {"접수마감", JobLabel::kDeadline},
    {"截止日期", JobLabel::kDeadline},
    {"掲載日", JobLabel::kPosted},
    {"등록일", JobLabel::kPosted},
    {"发布日期", JobLabel::kPosted},
    {"求人番号", JobLabel::kCode},
    {"募集人数", JobLabel::kQuantity},
    {"모집인원", JobLabel::kQuantity},
    {"費用", JobLabel::kFee},
    {"비용", JobLabel::kFee},
    {"费用", JobLabel::kFee},
    {"年齢", JobLabel::kAge},
    {"나이", JobLabel::kAge},
    {"契約期間", JobLabel::kContract},
    {"계약기간", JobLabel::kContract},
    {"面接日", JobLabel::kTest},
    {"면접일", JobLabel::kTest},
    {"出国予定", JobLabel::kDeparture},
    {"連絡先", JobLabel::kContact},
    {"연락처", JobLabel::kContact},
    {"联系电话", JobLabel::kContact},
    {"職種", JobLabel::kJob},
    {"직종", JobLabel::kJob},
    {"모집분야", JobLabel::kJob},
    {"职位", JobLabel::kJob},
    {"職缺", JobLabel::kJob},
    {"勤務先", JobLabel::kPlace},
    {"근무지역", JobLabel::kPlace},
    {"工作地點", JobLabel::kPlace},
    {"賃金", JobLabel::kSalary},
    {"임금", JobLabel::kSalary},
    {"薪資", JobLabel::kSalary},
    {"月薪", JobLabel::kSalary},
    {"時薪", JobLabel::kSalary},
    {"応募期限", JobLabel::kDeadline},
    {"접수기간", JobLabel::kDeadline},
    {"報名截止", JobLabel::kDeadline},
    {"截止時間", JobLabel::kDeadline},
    {"截止时间", JobLabel::kDeadline},
    {"公開日", JobLabel::kPosted},
    {"更新日", JobLabel::kPosted},
    {"게시일", JobLabel::kPosted},
    {"公告日期", JobLabel::kPosted},
    {"刊登日期", JobLabel::kPosted},
    {"發布日期", JobLabel::kPosted},
    {"发布时间", JobLabel::kPosted},
    {"採用人数", JobLabel::kQuantity},
    {"需求人數", JobLabel::kQuantity},
    {"名額", JobLabel::kQuantity},
    {"招聘人数", JobLabel::kQuantity},
    {"手数料", JobLabel::kFee},
    {"保証金", JobLabel::kFee},
    {"수수료", JobLabel::kFee},
    {"服務費", JobLabel::kFee},
    {"仲介費", JobLabel::kFee},
    {"中介费", JobLabel::kFee},
    {"雇用期間", JobLabel::kContract},
    {"근무기간", JobLabel::kContract},
    {"合同期限", JobLabel::kContract},
    {"年齡", JobLabel::kAge},
    {"年龄", JobLabel::kAge},
    {"담당자", JobLabel::kContact},
    {"전화", JobLabel::kContact},
    {"聯絡電話", JobLabel::kContact},
    {"聯絡人", JobLabel::kContact},
    {"联系人", JobLabel::kContact},
    {"仕事内容", JobLabel::kOther},
    {"待遇", JobLabel::kOther},
    {"事業所名", JobLabel::kEmployer},
    {"雇主", JobLabel::kEmployer},
    {"就業場所", JobLabel::kPlace},
    {"勤務場所", JobLabel::kPlace},
    {"工作地區", JobLabel::kPlace},
    {"受付年月日", JobLabel::kPosted},
    {"受付日", JobLabel::kPosted},
    {"募集開始日", JobLabel::kPosted},
    {"紹介期限日", JobLabel::kDeadline},
    {"募集期限", JobLabel::kDeadline},
    {"人數", JobLabel::kQuantity},
    {"人数", JobLabel::kQuantity},
    {"雇用形態", JobLabel::kContract},
    {"仕事の内容", JobLabel::kOther},
    {"応募資格", JobLabel::kOther},
    {"工作內容", JobLabel::kOther},
    {"工作内容", JobLabel::kOther},
    {"條件", JobLabel::kOther},
    {"膳宿", JobLabel::kOther},
    {"住居", JobLabel::kOther},
});

std::optional<JobLabel> FindForeign(std::string_view text) {
  text = core::Trim(text);
  for (const std::string_view colon : {":", "："})
    if (text.ends_with(colon)) text = core::Trim(text.substr(0, text.size() - colon.size()));
  // "賃　金": short ones are spaced out to the width of the others.
  constexpr std::string_view kWideBlank = "　";
  std::string close;
  for (std::size_t at = text.find(kWideBlank); at != std::string_view::npos;
       at = text.find(kWideBlank)) {
    close += text.substr(0, at);
    text.remove_prefix(at + kWideBlank.size());
  }
  close += text;
  for (const LabelWords& known : kForeignLabels)
    if (close == known.words) return known.label;
  return std::nullopt;
}

struct KnownLabel {
  JobLabel label = JobLabel::kOther;
  bool whole = false;
};

const KnownLabel* FindKnown(std::string_view words) {
  static const auto labels = [] {
    std::unordered_map<std::string_view, KnownLabel> made;
    for (const LabelWords& known : kLabels) made.emplace(known.words, KnownLabel{known.label});
    for (const LabelWords& known : kWholeLabels)
      made.emplace(known.words, KnownLabel{known.label, true});
    return made;
  }();
  const auto found = labels.find(words);
  return found == labels.end() ? nullptr : &found->second;
}

std::string LabelWordsOf(std::string_view text) {
  std::string out;
  for (const char c : core::FoldPlain(text)) {
    if (c == '(') break;  // "Lương (yên/tháng)", "Phí (triệu đồng)"
    if (IsWordPart(c))
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace

std::optional<JobLabel> FindJobLabel(std::string_view text) {
  constexpr std::size_t kMaxLabelBytes = 80;
  if (text.size() > kMaxLabelBytes || text.empty()) return std::nullopt;
  if (IsOtherWriting(text.front()))
    if (const auto label = FindForeign(text)) return label;
  std::string words = LabelWordsOf(text);
  if (words.empty() && !text.empty()) return std::nullopt;
  if (const KnownLabel* known = FindKnown(words)) return known->label;
  // "Lương yên/tháng", "Phí dự kiến", "Số lượng (người)", "Mức lương hấp dẫn" as a heading of a column: the longest
  // label that its first words make decides, if only a few follow.
  constexpr std::size_t kMaxBytesBehind = 14;
  constexpr std::size_t kLeastBytes = 3;
  const std::string_view view = words;
  for (std::size_t end = view.rfind(' ');
       end != std::string_view::npos && end >= kLeastBytes && view.size() - end <= kMaxBytesBehind;
       end = view.rfind(' ', end - 1))
    if (const KnownLabel* known = FindKnown(view.substr(0, end)); known != nullptr && !known->whole)
      return known->label;
  return std::nullopt;
}

namespace {

// "3. Lương: …", "12) …", "a) …", "IV. …": the number is not part of the label.
std::string_view WithoutNumber(std::string_view line) {
  constexpr std::size_t kMostBytes = 4;
  const std::size_t end = line.substr(0, kMostBytes + 1).find_first_of(".)");
  if (end == 0 || end == std::string_view::npos) return line;
  const std::string_view number = line.substr(0, end);
  const bool digits =
      number.size() <= 2 && number.find_first_not_of("0123456789") == std::string_view::npos;
  const bool roman = number.find_first_not_of("IVX") == std::string_view::npos;
  const bool letter = number.size() == 1 && number[0] >= 'a' && number[0] <= 'h';
  return digits || roman || letter ? core::Trim(line.substr(end + 1)) : line;
}

}  // namespace

std::optional<std::pair<JobLabel, std::string_view>> SplitLabelledLine(std::string_view line) {
  constexpr std::size_t kMaxLabelBytes = 60;
  while (!line.empty() &&
         (line.front() == '-' || line.front() == '+' || line.front() == '*' || line.front() == ' '))
    line.remove_prefix(1);
  line = WithoutNumber(line);
  const std::string_view start = line.substr(0, kMaxLabelBytes + 3);
  std::size_t colon = start.find(':');
  std::size_t behind = colon + 1;
  const std::size_t wide = start.find("：");
  if (wide != std::string_view::npos && wide < colon) {
    colon = wide;
    behind = wide + 3;
  }
  if (colon == std::string_view::npos || colon > kMaxLabelBytes) return std::nullopt;
  std::string_view name = line.substr(0, colon);
  // An emoji or bullet in front of the label is not part of it.
  while (!name.empty()) {
    std::size_t next = 0;
    const char32_t c = core::NextCodePoint(name, next);
    if (c < 0x2000 && c > 0x20 && c != 0xB7 && c != 0x95) break;
    if (c >= 0x3000 && c < 0x1F000 && c != 0xFE0F) break;
    name.remove_prefix(next);
  }
  const auto label = FindJobLabel(name);
  if (!label) return std::nullopt;
  return std::pair{*label, core::Trim(line.substr(behind))};
}

int CountJobWords(std::string_view folded) {
  static const PhraseSet kWords = {"tuyen",
                                   "tuyen dung",
                                   "lao dong",
                                   "xuat khau lao dong",
                                   "xkld",
                                   "don hang",
                                   "luong",
                                   "viec lam",
                                   "thuc tap sinh",
                                   "tts",
                                   "ung tuyen",
                                   "cong viec",
                                   "cong nhan",
                                   "tang ca",
                                   "ho so",
                                   "xuat canh",
                                   "ky nang dac dinh",
                                   "dac dinh",
                                   "tokutei",
                                   "hop dong",
                                   "phong van",
                                   "viec nhe",
                                   "ctv",
                                   "cong tac vien",
                                   "phu cap",
                                   "lowongan",
                                   "gaji",
                                   "pekerja",
                                   "recruit",
                                   "recruitment",
                                   "hiring",
                                   "vacancy",
                                   "vacancies",
                                   "salary",
                                   "wage",
                                   "wages",
                                   "job",
                                   "jobs",
                                   "work permit",
                                   "workers",
                                   "overtime",
                                   "applicants",
                                   "thu nhap",
                                   "tro cap",
                                   "hoc nghe",
                                   "du hoc nghe",
                                   "manpower",
                                   "deployed",
                                   "employer"};
  return kWords.CountIn(folded);
}

bool IsRelatedHeading(std::string_view folded) {
  constexpr std::size_t kMaxHeadingBytes = 70;
  if (folded.size() < 5 || folded.size() > kMaxHeadingBytes) return false;
  static const PhraseSet kPhrases = {"lien quan",
                                     "tin khac",
                                     "tin tuc khac",
                                     "bai viet khac",
                                     "bai khac",
                                     "viec lam khac",
                                     "viec khac",
                                     "don hang khac",
                                     "cac tin khac",
                                     "tin cung chuyen muc",
                                     "cung chuyen muc",
                                     "cung danh muc",
                                     "cung loai",
                                     "tuong tu",
                                     "co the ban quan tam",
                                     "ban co the quan tam",
                                     "co the ban thich",
                                     "goi y cho ban",
                                     "viec lam goi y",
                                     "viec lam moi nhat",
                                     "viec lam hot",
                                     "viec lam noi bat",
                                     "viec lam hap dan",
                                     "tin moi nhat",
                                     "tin moi",
                                     "tin noi bat",
                                     "bai viet moi",
                                     "bai viet moi nhat",
                                     "bai viet noi bat",
                                     "doc nhieu",
                                     "doc nhieu nhat",
                                     "xem nhieu",
                                     "xem nhieu nhat",
                                     "doc them",
                                     "tin doc nhieu",
                                     "don hang moi",
                                     "don hang noi bat",
                                     "don hang hot",
                                     "don hang moi nhat",
                                     "related",
                                     "similar jobs",
                                     "similar posts",
                                     "you may also like",
                                     "you might also like",
                                     "more jobs",
                                     "other jobs",
                                     "more from",
                                     "latest news",
                                     "most read",
                                     "most viewed",
                                     "recommended for you",
                                     "recommended jobs",
                                     "featured jobs",
                                     "recent posts",
                                     "tin cu hon",
                                     "tin moi hon",
                                     "tin da dua",
                                     "tin da dang",
                                     "bai da dang",
                                     "nhom goi y",
                                     "trang goi y"};
  // "Other vacancies"
  constexpr auto kPolish = std::to_array<std::string_view>(
      {"podobne og", "podobne of", "inne og", "inne of", "polecane of", "zobacz rowniez"});
  if (std::any_of(kPolish.begin(), kPolish.end(),
                  [&](std::string_view beginning) { return folded.starts_with(beginning); }))
    return true;
  constexpr auto kOthers = std::to_array<std::string_view>({"other ", "more ", "further "});
  if (std::any_of(kOthers.begin(), kOthers.end(),
                  [&](std::string_view others) { return folded.starts_with(others); })) {
    constexpr std::size_t kFewBytes = 30;
    static const PhraseSet kKinds = {"vacancies", "openings",      "positions",
                                     "notices",   "opportunities", "adverts",
                                     "ads",       "offers",        "postings"};
    if (folded.size() <= kFewBytes && kKinds.IsIn(folded)) return true;
  }
  // "Thông báo khác", "Cơ hội khác": others of the kind of thing that pages are about.
  if (folded.ends_with(" khac")) {
    static const PhraseSet kKinds = {"thong bao", "co hoi",  "tin",      "bai",       "don",
                                     "viec",      "van ban", "su kien",  "vi tri",    "cong viec",
                                     "bai dang",  "chu de",  "don hang", "tuyen dung"};
    constexpr std::size_t kFewBytes = 36;
    static const PhraseSet kOwn = {"thong tin", "kinh nghiem", "phi"};
    if (folded.size() <= kFewBytes && kKinds.IsIn(folded) && !kOwn.IsIn(folded)) return true;
  }
  // "Các khoản phí liên quan: …" and "Kinh nghiệm liên quan" speak of the advert itself.
  const std::string_view phrase = kPhrases.FirstIn(folded);
  if (phrase == "lien quan" || phrase == "related" || phrase == "tuong tu") {
    constexpr std::array<std::string_view, 5> kAlone = {"co lien quan", "lien quan", "related",
                                                        "tuong tu", "tin lien quan"};
    if (std::find(kAlone.begin(), kAlone.end(), folded) != kAlone.end()) return true;
    static const PhraseSet kOfOthers = {"viec lam",   "tin",      "bai viet", "bai",     "don hang",
                                        "tuyen dung", "san pham", "viec",     "tin tuc", "jobs",
                                        "posts",      "articles", "news",     "adverts", "ads",
                                        "cong viec",  "topics",   "chu de"};
    static const PhraseSet kOwn = {"kinh nghiem", "thong tin", "phi", "experience", "ho so"};
    return kOfOthers.IsIn(folded) && !kOwn.IsIn(folded);
  }
  return !phrase.empty();
}

bool IsForeignRelatedHeading(std::string_view text) {
  constexpr std::size_t kMostBytes = 90;
  constexpr auto kPhrases = std::to_array<std::string_view>(
      {"其他職缺", "其他职位", "其他工作", "相關職缺", "相关职位", "類似職缺", "推薦職缺",
       "推荐职位", "関連求人", "関連する求人", "類似の求人", "その他の求人", "他の求人",
       "おすすめの求人", "こんな求人", "비슷한 채용", "관련 채용", "추천 채용", "다른 채용"});
  return text.size() <= kMostBytes && HoldsOtherWriting(text) &&
         std::any_of(kPhrases.begin(), kPhrases.end(), [&](std::string_view phrase) {
           return text.find(phrase) != std::string_view::npos;
         });
}

bool IsCommentsHeading(std::string_view folded) {
  constexpr std::size_t kMaxHeadingBytes = 70;
  if (folded.size() > kMaxHeadingBytes) return false;
  std::size_t begin = folded.find_first_not_of("0123456789() ");  // "4 bình luận về …"
  if (begin == std::string_view::npos) return false;
  folded.remove_prefix(begin);
  constexpr auto kBeginnings = std::to_array<std::string_view>(
      {"binh luan", "viet binh luan", "viet mot binh luan", "gui binh luan", "de lai binh luan",
       "y kien ban doc", "y kien doc gia", "phan hoi ban doc", "comments", "comment (",
       "leave a reply", "leave a comment", "reader comments", "thao luan (", "tinggalkan balasan",
       "tinggalkan komentar", "schreibe einen kom", "mag-iwan ng kom"});
  return std::any_of(kBeginnings.begin(), kBeginnings.end(),
                     [&](std::string_view beginning) { return folded.starts_with(beginning); });
}

bool IsSideBoxHeading(std::string_view folded) {
  constexpr auto kHeadings = std::to_array<std::string_view>({"ho tro truc tuyen",
                                                              "ho tro khach hang",
                                                              "tu van truc tuyen",
                                                              "ho tro online",
                                                              "thong ke",
                                                              "thong ke truy cap",
                                                              "luot truy cap",
                                                              "so luot truy cap",
                                                              "dang truy cap",
                                                              "ty gia",
                                                              "ty gia ngoai te",
                                                              "gia vang",
                                                              "thoi tiet",
                                                              "quang cao",
                                                              "lien ket",
                                                              "lien ket website",
                                                              "lien ket web",
                                                              "doi tac",
                                                              "tham do y kien",
                                                              "dang ky nhan tin",
                                                              "fanpage",
                                                              "online support",
                                                              "statistics",
                                                              "visitors",
                                                              "advertisement",
                                                              "nhan tin moi",
                                                              "meo an toan",
                                                              "luu y an toan",
                                                              "luu y khi giao dich",
                                                              "luu y khi tim viec",
                                                              "canh bao an toan",
                                                              "giao dich an toan",
                                                              "kinh nghiem giao dich",
                                                              "de tranh bi lua dao",
                                                              "bao cao tin",
                                                              "bao tin xau",
                                                              "safety tips",
                                                              "stay safe",
                                                              "safety tips for buyers",
                                                              "safety advice",
                                                              "report this ad",
                                                              "report this job",
                                                              "ban tin",
                                                              "dang ky nhan ban tin",
                                                              "dang ky nhan viec",
                                                              "newsletter",
                                                              "subscribe",
                                                              "ai dang truc tuyen",
                                                              "who is online",
                                                              "thanh vien truc tuyen"});
  if (std::find(kHeadings.begin(), kHeadings.end(), folded) != kHeadings.end()) return true;
  // "Bí kíp tìm việc an toàn": what a board tells all its readers; "An toàn lao động" is the advert's.
  constexpr std::size_t kMostBytes = 60;
  static const PhraseSet kDealings = {"tim viec", "ung tuyen", "giao dich", "mua ban",
                                      "job search"};
  static const PhraseSet kSafe = {"an toan", "lua dao", "safe", "safely", "scam", "scams"};
  return folded.size() <= kMostBytes && kSafe.IsIn(folded) && kDealings.IsIn(folded);
}

// "Tầng 5, số 3 ngách 9 Mai Lâm, Hà Nội": a number, and two words of which addresses are made.
bool IsAddress(std::string_view folded) {
  constexpr std::size_t kMaxBytes = 160;
  if (folded.size() > kMaxBytes || folded.find_first_of("0123456789") == std::string_view::npos ||
      folded.find(',') == std::string_view::npos)
    return false;
  static const PhraseSet kWords = {"so",     "tang",  "toa nha", "ngo",       "ngach",   "hem",
                                   "duong",  "pho",   "phuong",  "quan",      "huyen",   "xa",
                                   "thi xa", "tinh",  "tp",      "thanh pho", "khu",     "ha noi",
                                   "street", "floor", "road",    "ward",      "district"};
  return kWords.CountIn(folded) >= 2;
}

bool HasIdentity(std::string_view folded) {
  static const PhraseSet kWords = {
      "hotline",   "zalo",      "telegram",  "viber",      "whatsapp", "facebook",
      "giay phep", "gpkd",      "cong ty",   "ctcp",       "tnhh",     "co., ltd",
      "co.,ltd",   "jsc",       "dia chi",   "address",    "tru so",   "ma so thue",
      "mst",       "tax code",  "licence",   "license",    "lien he",  "dien thoai",
      "sdt",       "chi nhanh", "van phong", "nguoi dang", "dang boi", "posted by"};
  if (kWords.IsIn(folded)) return true;
  if (folded.find('@') != std::string_view::npos) return true;
  std::size_t digits = 0;
  for (const char c : folded) {
    if (IsDigit(c)) {
      if (++digits >= 8) return true;
    } else if (c != ' ' && c != '.' && c != '-' && c != '(' && c != ')' && c != '+') {
      digits = 0;
    }
  }
  return false;
}

}  // namespace agencywatch::crawler
