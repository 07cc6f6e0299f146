"""The application and its case: from the applicant's first answer to checked documents.

Applicants, their representatives and organisations apply here; chancery clerks, service-centre inspectors and the
statistics cabinet take in; heads name executors; executors check documents and admit or refuse. Later rooms report
back by `course.perform`, never by setting a column. Serves points 4 to 9 of each regulation.
"""
